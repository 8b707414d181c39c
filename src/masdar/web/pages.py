"""The pages: files that the wheel carries, built from ``ui/``. Every address that is no file is the first page's."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from masdar.web.settings import Settings

NOT_BUILT = (
    "The pages of the workbench have not been built: run make serve in a checkout with npm at hand, "
    "or install a wheel. The API at /api works.\n"
)
#: What a file is told to be by its name; what is not here is not served.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".geojson": "application/geo+json",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


def install(app: FastAPI, settings: Settings) -> None:
    """Serve the pages of a folder."""
    root = settings.static.resolve()

    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        """A file, or the first page."""
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404)
        file = _file(root, path)
        if file is not None:
            # The build puts a digest of what is in a file into its name.
            kept = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
            return FileResponse(file, media_type=TYPES[file.suffix], headers={"Cache-Control": kept})
        first = root / "index.html"
        if Path(path).suffix in TYPES or not first.is_file():
            if path and Path(path).suffix:
                raise HTTPException(404)
            return PlainTextResponse(NOT_BUILT, 503)
        return FileResponse(first, media_type=TYPES[".html"], headers={"Cache-Control": "no-cache"})


def _file(root: Path, path: str) -> Path | None:
    """The file that a path names; None where there is none, or it is not for serving."""
    if "\x00" in path or "\\" in path:
        return None
    try:
        found = (root / path).resolve()
    except (OSError, ValueError):
        return None
    if not path or not found.is_relative_to(root) or found.suffix not in TYPES or not found.is_file():
        return None
    return found
