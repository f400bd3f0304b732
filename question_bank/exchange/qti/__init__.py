"""QTI 2.1, 2.2 and 3.0: packages of items, read and written."""

from .carrying import carry
from .package import ZIP_SIGN, version_of
from .reading import read
from .writing import WRITERS

__all__ = ["WRITERS", "ZIP_SIGN", "carry", "read", "version_of"]
