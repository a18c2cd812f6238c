"""Open the app in a pseudo-terminal, wait for its first screen, leave it with Q; used on the installed wheel.

Needs the standard library alone. READINGLIST names the program.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time


def main() -> int:
    """0 if the app drew papers and left with status 0."""
    program = os.environ.get("READINGLIST", "readinglist")
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
        os.execvp(program, [program])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = read_until(terminal, "inbox", 30)
    os.write(terminal, b"Q")
    seen += read_until(terminal, "\x00never", 10)
    _, status = os.waitpid(child, 0)
    if "inbox" not in seen.lower() or "Traceback" in seen or os.waitstatus_to_exitcode(status) != 0:
        sys.stdout.write(seen)
        return 1
    sys.stdout.write("first screen drawn, left with Q\n")
    return 0


def read_until(terminal: int, word: str, seconds: float) -> str:
    """What the terminal shows until `word` appears, the program ends or time is up."""
    seen, end = b"", time.monotonic() + seconds
    while word not in seen.decode(errors="replace").lower() and time.monotonic() < end:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
    return seen.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
