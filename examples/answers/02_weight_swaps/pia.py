# Right, saved by an old notebook program: format 4.2, without cell ids.
