"""From a learning management system and back: its archives and tables, written questions, lateness."""
