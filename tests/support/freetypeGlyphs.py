"""Draws characters with the system's FreeType: a second judge of the label's Chinese text, beside resvg.

Reads {"font": path, "sizeDots": n, "text": "..."} from stdin and writes one {left, top, width, rows, coverage} per
character; coverage is base64, a byte a dot. FreeType comes with the system's GTK, so nothing is installed for this.
"""
import base64
import ctypes as c
import json
import sys


class Vector(c.Structure):
    _fields_ = [("x", c.c_long), ("y", c.c_long)]


class Generic(c.Structure):
    _fields_ = [("data", c.c_void_p), ("finalizer", c.c_void_p)]


class Bitmap(c.Structure):
    _fields_ = [
        ("rows", c.c_uint), ("width", c.c_uint), ("pitch", c.c_int), ("buffer", c.POINTER(c.c_ubyte)),
        ("grays", c.c_ushort), ("mode", c.c_ubyte), ("palette_mode", c.c_ubyte), ("palette", c.c_void_p),
    ]


class GlyphSlot(c.Structure):
    _fields_ = [
        ("library", c.c_void_p), ("face", c.c_void_p), ("next", c.c_void_p), ("index", c.c_uint), ("generic", Generic),
        ("metrics", c.c_long * 8), ("linear", c.c_long * 2), ("advance", Vector), ("format", c.c_int),
        ("bitmap", Bitmap), ("left", c.c_int), ("top", c.c_int),
    ]


class Face(c.Structure):
    _fields_ = [
        ("counts", c.c_long * 5), ("family", c.c_char_p), ("style", c.c_char_p), ("fixed", c.c_int),
        ("sizes", c.c_void_p), ("charmaps_count", c.c_int), ("charmaps", c.c_void_p), ("generic", Generic),
        ("bbox", c.c_long * 4), ("em", c.c_ushort), ("heights", c.c_short * 7), ("glyph", c.POINTER(GlyphSlot)),
    ]


def main():
    asked = json.load(sys.stdin)
    freetype = c.CDLL("libfreetype.so.6")
    library, face = c.c_void_p(), c.POINTER(Face)()
    check(freetype.FT_Init_FreeType(c.byref(library)))
    check(freetype.FT_New_Face(library, asked["font"].encode(), c.c_long(0), c.byref(face)))
    check(freetype.FT_Set_Pixel_Sizes(face, asked["sizeDots"], asked["sizeDots"]))
    json.dump([drawn(freetype, face, letter) for letter in asked["text"]], sys.stdout)


def drawn(freetype, face, letter):
    render_without_hinting = 4 | 2
    check(freetype.FT_Load_Char(face, c.c_ulong(ord(letter)), render_without_hinting))
    slot = face.contents.glyph.contents
    bitmap = slot.bitmap
    rows = [bytes(bitmap.buffer[y * bitmap.pitch:y * bitmap.pitch + bitmap.width]) for y in range(bitmap.rows)]
    coverage = base64.b64encode(b"".join(rows)).decode()
    return {"left": slot.left, "top": slot.top, "width": bitmap.width, "rows": bitmap.rows, "coverage": coverage}


def check(error):
    if error:
        raise SystemExit(f"FreeType error {error}")


main()
