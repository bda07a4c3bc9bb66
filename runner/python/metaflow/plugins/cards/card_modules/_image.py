"""`Image`: a picture, kept inside the card."""

from __future__ import annotations

from ._parts import ErrorComponent, ImageComponent
from ._user import UserComponent
from .card import with_default_component_id
from .convert_to_native_type import TaskToDict, _full_classname
from .renderer_tools import render_safely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FIGURE = "matplotlib.figure.Figure"
_PIL_IMAGE = "PIL.Image.Image"


class _NoPicture(Exception):
    """`headline` and `details` are shown in the picture's place."""

    def __init__(self, headline: str, details: str = "") -> None:
        super().__init__(headline)
        self.shown = ErrorComponent(Image.render_fail_headline(headline), details)


class Image(UserComponent):
    """A picture: the bytes of a PNG, JPEG, GIF or WebP file, or a data URL.

    >>> current.card.append(Image(Path("plot.png").read_bytes(), "Residuals"))
    >>> current.card.append(Image.from_matplotlib(frame.plot()))
    """

    REALTIME_UPDATABLE = True

    def __init__(
        self, src: Any = None, label: str | None = None, disable_updates: bool = True
    ) -> None:
        if disable_updates:
            self.REALTIME_UPDATABLE = False
        self._label = label
        self._show(lambda: _data_url(src))

    @staticmethod
    def render_fail_headline(msg: str) -> str:
        return f"[IMAGE_RENDER FAIL]: {msg}"

    @classmethod
    def from_pil_image(
        cls, pilimage: Any, label: str | None = None, disable_updates: bool = False
    ) -> Image:
        """A picture of the package PIL (Pillow)."""
        picture = cls.__new__(cls)
        picture._begin(label, disable_updates, lambda: _of_pil(pilimage))
        return picture

    @classmethod
    def from_matplotlib(
        cls, plot: Any, label: str | None = None, disable_updates: bool = False
    ) -> Image:
        """A figure of matplotlib, or anything that knows its figure, such as axes."""
        picture = cls.__new__(cls)
        picture._begin(label, disable_updates, lambda: _of_matplotlib(plot))
        return picture

    def _begin(self, label: str | None, disable_updates: bool, read: Any) -> None:
        if disable_updates:
            self.REALTIME_UPDATABLE = False
        self._label = label
        self._show(read)

    def _show(self, read: Any) -> None:
        self._src: str | None = None
        self._error_comp: ErrorComponent | None = None
        try:
            self._src = read()
        except _NoPicture as none:
            self._error_comp = none.shown
        except Exception:
            import traceback

            headline = self.render_fail_headline("the picture could not be made")
            self._error_comp = ErrorComponent(headline, traceback.format_exc())

    def update(self, image: Any, label: str | None = None) -> None:
        """Another picture in the same place."""
        if not self.REALTIME_UPDATABLE:
            self._warn(
                "This `Image` cannot be updated, as it was made with `disable_updates=True`."
            )
            return
        if label is not None:
            self._label = label
        self._show(lambda: _of_anything(image))

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        if self._error_comp is not None:
            return self._error_comp.render()
        part = ImageComponent(src=self._src, label=self._label)
        part.component_id = self.component_id  # type: ignore[assignment]
        return part.render()


def _of_anything(image: Any) -> str:
    name = _full_classname(image)
    if name.startswith("PIL"):
        return _of_pil(image)
    if name == _FIGURE or name.startswith("matplotlib."):
        return _of_matplotlib(image)
    if isinstance(image, (bytes, str)):
        return _data_url(image)
    kinds = ", ".join(["str", "bytes", _PIL_IMAGE, _FIGURE])
    raise _NoPicture(f"A {type(image)} can't be shown as a picture. What can: {kinds}")


def _data_url(src: Any) -> str:
    wanted = "`Image` takes the picture as `bytes`, or as text with `data:image/…` in front"
    if src is None:
        raise _NoPicture("`Image` was given no picture: `src` is `None`")
    if isinstance(src, str):
        if "data:image/" not in src:
            raise _NoPicture(wanted, f"The text is {src}")
        return src
    if type(src) is not bytes:
        raise _NoPicture(wanted, f"It was given a {type(src)}")
    url = TaskToDict().parse_image(src)
    if url is None:
        raise _NoPicture("The bytes are no picture of a known kind")
    return url


def _of_pil(image: Any) -> str:
    name = _full_classname(image)
    if not name.startswith("PIL"):
        raise _no_pil_image(name)
    try:
        import PIL.Image  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise _NoPicture("The picture needs the package Pillow, which is not installed") from None
    if not isinstance(image, PIL.Image.Image):
        raise _no_pil_image(name)
    import io

    kept = io.BytesIO()
    try:
        image.save(kept, format="PNG")
    except OSError as error:
        raise _NoPicture("The picture could not be written as PNG", repr(error)) from None
    return _data_url(kept.getvalue())


def _no_pil_image(name: str) -> _NoPicture:
    return _NoPicture(
        f"`Image.from_pil_image` takes a {_PIL_IMAGE}",
        f"It was given a {name}",
    )


def _of_matplotlib(plot: Any) -> str:
    try:
        import matplotlib.pyplot as pyplot  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        import traceback

        raise _NoPicture(
            "The picture needs matplotlib, which could not be loaded", traceback.format_exc()
        ) from None
    figure = plot
    if _full_classname(plot) != _FIGURE:
        if not hasattr(plot, "get_figure"):
            raise _NoPicture(f"A {type(plot)} is no figure of matplotlib, nor a part of one")
        # A figure has it too, and answers None when it is in no other one.
        figure = plot.get_figure() or plot
    import io

    kept = io.BytesIO()
    figure.savefig(kept, format="PNG")
    pyplot.close(figure)
    return _data_url(kept.getvalue())
