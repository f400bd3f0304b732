"""Set up the virtual environment on the first run, then hand over to the command line. Standard library alone."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
STAMP = ENVIRONMENT / "tumen-installed"


def fingerprint() -> str:
    """What the environment must have been installed from to be used as it is."""
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + LOCK.read_bytes()).hexdigest()


def install() -> None:
    """Make .venv and install exactly what requirements.lock names, verified by hash."""
    print("Setting up .venv (first start or changed requirements) ...", file=sys.stderr, flush=True)
    uv = shutil.which("uv")
    if uv:
        make = [uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(ENVIRONMENT)]
        fill = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    else:
        make = [sys.executable, "-m", "venv", str(ENVIRONMENT)]
        fill = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run(make, check=False).returncode:
        sys.exit(
            "Python cannot make a virtual environment here. On Debian or Ubuntu: sudo apt-get install -y python3-venv"
        )
    wheels = ["--only-binary", "pysqlite3", "--require-hashes", "-r", str(LOCK)]
    if subprocess.run([*fill, *wheels], check=False).returncode:
        sys.exit(
            "Installing the requirements failed; the lines above say why. Mend that and run the same command again."
        )
    STAMP.write_text(fingerprint())


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever starts it may have an older one
        sys.exit(f"Tumen needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not STAMP.is_file() or STAMP.read_text() != fingerprint():
        install()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [str(PYTHON), "-c", "from webapp.cli import main; main()", *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)
    os.execve(PYTHON, command, environment)


if __name__ == "__main__":
    main()
