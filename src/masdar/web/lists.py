"""One list in three forms: JSON for programs, GeoJSON for maps, CSV for spreadsheets."""

from __future__ import annotations

import json
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from masdar.export.csv import line
from masdar.web.models import EventRow, Page

Format = Literal["json", "geojson", "csv"]
_TYPES = {"application/geo+json": "geojson", "text/csv": "csv", "application/json": "json"}
NEXT = "X-Masdar-Next"
#: How OpenAPI tells of the other forms.
FORMATS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": f"A page; as GeoJSON and CSV the next page's cursor is in the header {NEXT}.",
        "content": {"application/geo+json": {}, "text/csv": {}},
    }
}


def wanted(request: Request, given: Format | None) -> Format:
    """The form that a request asks for, by the parameter or else by its Accept header."""
    if given is not None:
        return given
    for part in request.headers.get("accept", "").split(","):
        form = _TYPES.get(part.partition(";")[0].strip().lower())
        if form is not None:
            return form  # type: ignore[return-value]
    return "json"


def answered(page: Page[Any], form: Format, name: str) -> Response:
    """A page in a form."""
    headers = {NEXT: page.next} if page.next else {}
    if form == "json":
        return JSONResponse(page.model_dump(mode="json"))
    if form == "geojson":
        body = {"type": "FeatureCollection", "features": [_feature(item) for item in page.items]}
        return Response(json.dumps(body, ensure_ascii=False), media_type="application/geo+json", headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return Response(_csv(page.items), media_type="text/csv; charset=utf-8", headers=headers)


def _feature(item: BaseModel) -> dict[str, Any]:
    place = getattr(item, "place", None)
    placed = place is not None and place.lat is not None and place.lon is not None
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if placed and place else None,
        "properties": {name: value for name, value in _flat(item).items() if value not in (None, "")},
    }


def _csv(items: list[Any]) -> str:
    rows = [_flat(item) for item in items]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return "".join([line(names), *(line(row.get(name) for name in names) for row in rows)])


def _flat(item: BaseModel) -> dict[str, Any]:
    """A row as cells: what is many is joined with ``|``, what has parts is told by its words."""
    cells: dict[str, Any] = {}
    for name, value in item.model_dump(mode="json").items():
        if name == "place":
            keys = ("text", "lat", "lon", "geonameid", "country", "level", "precision")
            cells |= {f"place_{key}" if key != "text" else "place": (value or {}).get(key) for key in keys}
        elif name == "counts":
            cells |= _counts(value, isinstance(item, EventRow))
        elif name == "review":
            cells["review"] = value["state"]
        elif name == "codes":
            cells |= value
        elif isinstance(value, dict):
            cells[name] = value.get("text") if "text" in value else json.dumps(value, ensure_ascii=False)
        elif isinstance(value, list):
            cells[name] = "|".join(
                str(one["text"] if isinstance(one, dict) and "text" in one else one) for one in value
            )
        else:
            cells[name] = value
    return cells


def _counts(value: dict[str, Any], of_event: bool) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for key in ("killed", "injured", "captured", "displaced", "at_risk"):
        told = value.get(key)
        low, high = (told if of_event else (told["low"], told["high"])) if told else (None, None)
        cells |= {f"{key}_low": low, f"{key}_high": high}
    return cells
