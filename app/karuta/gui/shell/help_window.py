"""The help pages beside the desk, from the repository's own Markdown files, and who made what. Writes none of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QFrame, QListWidget, QListWidgetItem, QPlainTextEdit, QTextBrowser, QWidget

from karuta import __version__
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.prose import Prose, heading
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.seen import pressed
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.services.library.describe_program import ProgramFacts

_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_PATH = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class HelpPage:
    """One file; its first line is its title."""

    path: Path
    title: str
    text: str


def pages(folder: Path, language: str) -> list[HelpPage]:
    """In the order of their file names; English if a language lacks one."""
    place = folder / language if (folder / language).is_dir() else folder / "en"
    help_pages = []
    for path in sorted(place.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        help_pages.append(HelpPage(path, text.partition("\n")[0].lstrip("# ").strip(), text))
    return help_pages


class HelpWindow(Retranslating, QDialog):
    """A list of pages and the page. Links between pages are followed here, others outside."""

    def __init__(self, folder: Path, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = folder
        self._theme = theme
        self.setModal(False)
        pressed().opens(self)
        self.list = QListWidget(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setFixedWidth(26 * GRID)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(GRID // 2)
        self.list.currentItemChanged.connect(lambda *_: self._show_page())
        self.text = QTextBrowser(self)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.text.document().setDocumentMargin(3 * GRID)
        self.setLayout(row(self.list, (self.text, 1), spacing=1 / GRID))
        for key in ("F1", "Ctrl+W"):
            QShortcut(QKeySequence(key), self, self.close)
        self.resize(104 * GRID, 80 * GRID)
        self.built()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Karuta: help"))
        self.list.setAccessibleName(self.tr("Pages"))
        self.text.setAccessibleName(self.tr("Page"))
        #: The folder under resources/help with the pages in this language.
        language = self.tr("en")
        row = max(0, self.list.currentRow())
        self.list.clear()
        for page in pages(self._folder, language):
            item = QListWidgetItem(page.title, self.list)
            item.setData(_PATH, str(page.path))
        self.list.setCurrentRow(row)

    def retint(self) -> None:
        self._show_page()

    def show_page(self, name: str) -> None:
        """Show the page with this file name."""
        for place in range(self.list.count()):
            item = self.list.item(place)
            if item is not None and Path(item.data(_PATH)).name == name:
                self.list.setCurrentRow(place)

    def _show_page(self) -> None:
        if self.list.currentRow() < 0:
            return
        path = Path(self.list.currentItem().data(_PATH))
        document = self.text.document()
        document.setBaseUrl(QUrl.fromLocalFile(f"{path.parent}/"))
        self.text.setMarkdown(path.read_text(encoding="utf-8"))
        document.setDocumentMargin(3 * GRID)
        self._style(document)
        self.text.verticalScrollBar().setValue(0)

    def _style(self, document: QTextDocument) -> None:
        """Two sizes and two weights here too, and spacing between lines."""
        base = self.font()
        large = self._theme.large(base).pointSizeF()
        block = document.begin()
        while block.isValid():
            cursor = self.text.textCursor()
            cursor.setPosition(block.position())
            form = block.blockFormat()
            level = form.headingLevel()
            form.setLineHeight(140, _PROPORTIONAL)
            if level:
                form.setTopMargin(0 if block.position() == 0 else 2.5 * GRID)
                form.setBottomMargin(GRID)
                cursor.select(QTextCursor.SelectionType.LineUnderCursor)
                letters = cursor.charFormat()
                # As Markdown set it: that would override the size.
                letters.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
                letters.setFontPointSize(large if level == 1 else base.pointSizeF())
                letters.setFontWeight(self._theme.strong(base).weight())
                cursor.setCharFormat(letters)
            cursor.setBlockFormat(form)
            block = block.next()
        for table in document.rootFrame().childFrames():
            if isinstance(table, QTextTable):
                lines = table.format().toTableFormat()
                lines.setBorderCollapse(True)
                lines.setBorder(1)
                lines.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                lines.setBorderBrush(self._theme.colour(Role.LINE))
                lines.setCellPadding(GRID // 2)
                table.setFormat(lines)

    def _follow(self, url: QUrl) -> None:
        if url.isRelative() or url.isLocalFile():
            self.show_page(Path(url.path()).name)
        else:
            QDesktopServices.openUrl(url)


class AboutDialog(Dialog):
    """Open at once; the parts come with `show_parts`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("About Karuta"), parent)
        title = heading(self.tr("Karuta {version}").format(version=__version__), theme, self)
        words = Prose(self.tr("Recognises trading cards in photos. Nothing you show it leaves this computer."), self)
        licence = Prose(
            self.tr(
                "Karuta is licensed under the Apache License 2.0. It uses these components, each under its own licence:"
            ),
            self,
            quiet=True,
        )
        heads = [self.tr("Component"), self.tr("Version"), self.tr("Licence")]
        self.parts = Columns(self.tr("Components and licences"), heads, self)
        self.text = QPlainTextEdit(self, readOnly=True, tabChangesFocus=True)
        self.text.setAccessibleName(self.tr("Licence"))
        self._texts: list[str] = []
        self.parts.currentItemChanged.connect(self._show)
        close = row(Stretch(), self.close_button())
        self.lay(title, words, 1, licence, (self.parts, 1), (self.text, 1), close, spacing=1, size=(80, 76))

    def show_parts(self, program: ProgramFacts) -> None:
        self.parts.clear()
        self._texts = [part.text for part in program.parts]
        for part in program.parts:
            item = self.parts.add([part.name, part.version, part.licence])
            item.setToolTip(0, part.address)
            item.setToolTip(2, part.licence)
        self.parts.choose_first()
        self.parts.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        item = self.parts.currentItem()
        text = self._texts[self.parts.indexOfTopLevelItem(item)] if item is not None else ""
        self.text.setPlainText(text or self.tr("This component comes without the text of its licence."))
