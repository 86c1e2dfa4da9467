<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>AddCardsCommands</name>
    <message numerus="yes">
        <source>{count} cards were already here and got more names and printings</source>
        <translation>
            <numerusform>{count} card was already here and got more names and printings</numerusform>
            <numerusform>{count} cards were already here and got more names and printings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AddCardsDialog</name>
    <message numerus="yes">
        <source>{count} cards</source>
        <translation>
            <numerusform>{count} card</numerusform>
            <numerusform>{count} cards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} pictures</source>
        <translation>
            <numerusform>{count} picture</numerusform>
            <numerusform>{count} pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more files were dropped and are not read; drop a folder or a zip</source>
        <translation>
            <numerusform>{count} more file was dropped and is not read; drop a folder or a zip</numerusform>
            <numerusform>{count} more files were dropped and are not read; drop a folder or a zip</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} cards have neither a picture nor a name in Latin letters: no photo shows which they are until each has a label</source>
        <translation>
            <numerusform>1 card has neither a picture nor a name in Latin letters: no photo shows which it is until it has a label</numerusform>
            <numerusform>{count} cards have neither a picture nor a name in Latin letters: no photo shows which they are until each has a label</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} pictures belong to none of the cards</source>
        <translation>
            <numerusform>{count} picture belongs to none of the cards</numerusform>
            <numerusform>{count} pictures belong to none of the cards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} rows have the card id of another row and differ from it, such as {place}: {reason}. If they are cards of their own, choose another column as the card id</source>
        <translation>
            <numerusform>{count} row has the card id of another row and differs from it, such as {place}: {reason}. If it is a card of its own, choose another column as the card id</numerusform>
            <numerusform>{count} rows have the card id of another row and differ from it, such as {place}: {reason}. If they are cards of their own, choose another column as the card id</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} rows cannot be used, such as {place}: {reason}</source>
        <translation>
            <numerusform>{count} row cannot be used, such as {place}: {reason}</numerusform>
            <numerusform>{count} rows cannot be used, such as {place}: {reason}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} cards have no picture: they are known in photos by their names alone</source>
        <translation>
            <numerusform>{count} card has no picture: it is known in photos by its name alone</numerusform>
            <numerusform>{count} cards have no picture: they are known in photos by their names alone</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupPage</name>
    <message numerus="yes">
        <source>At least {count} later decisions are missing from it.</source>
        <translation>
            <numerusform>At least {count} later decision is missing from it.</numerusform>
            <numerusform>At least {count} later decisions are missing from it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It restores {gained} decisions.</source>
        <translation>
            <numerusform>It restores {gained} decision.</numerusform>
            <numerusform>It restores {gained} decisions.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It lacks {lost} decisions that the current file has.</source>
        <translation>
            <numerusform>It lacks {lost} decision that the current file has.</numerusform>
            <numerusform>It lacks {lost} decisions that the current file has.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BulkCommands</name>
    <message numerus="yes">
        <source>{count} selected photos</source>
        <translation>
            <numerusform>{count} selected photo</numerusform>
            <numerusform>{count} selected photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CardFetch</name>
    <message numerus="yes">
        <source>{count} pictures missing</source>
        <translation>
            <numerusform>{count} picture missing</numerusform>
            <numerusform>{count} pictures missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} new lists</source>
        <translation>
            <numerusform>{count} new list</numerusform>
            <numerusform>{count} new lists</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} new pictures</source>
        <translation>
            <numerusform>{count} new picture</numerusform>
            <numerusform>{count} new pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CatalogueDialog</name>
    <message numerus="yes">
        <source>{count} cards</source>
        <translation>
            <numerusform>{count} card</numerusform>
            <numerusform>{count} cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message numerus="yes">
        <source>{count} decisions are not saved and would be lost.</source>
        <translation>
            <numerusform>{count} decision is not saved and would be lost.</numerusform>
            <numerusform>{count} decisions are not saved and would be lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyDeskPresenter</name>
    <message numerus="yes">
        <source>Every other photo is decided; {count} cannot be opened.</source>
        <translation>
            <numerusform>Every other photo is decided; one cannot be opened.</numerusform>
            <numerusform>Every other photo is decided; {count} cannot be opened.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>People disagree about {count} photos, and nobody has settled it.</source>
        <translation>
            <numerusform>People disagree about one photo, and nobody has settled it.</numerusform>
            <numerusform>People disagree about {count} photos, and nobody has settled it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EntryItems</name>
    <message numerus="yes">
        <source>{cards} cards entered</source>
        <translation>
            <numerusform>{cards} card entered</numerusform>
            <numerusform>{cards} cards entered</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportCommands</name>
    <message numerus="yes">
        <source>{count} labels are disputed: people disagree, and nobody has settled it.</source>
        <translation>
            <numerusform>One label is disputed: people disagree, and nobody has settled it.</numerusform>
            <numerusform>{count} labels are disputed: people disagree, and nobody has settled it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} labels exported to {file}</source>
        <translation>
            <numerusform>{count} label exported to {file}</numerusform>
            <numerusform>{count} labels exported to {file}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} photos could not be found and are missing from {file}, such as {name}.</source>
        <translation>
            <numerusform>{count} photo could not be found and is missing from {file}: {name}.</numerusform>
            <numerusform>{count} photos could not be found and are missing from {file}, such as {name}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>All {labels} labels will be exported.</source>
        <translation>
            <numerusform>The only label will be exported.</numerusform>
            <numerusform>All {labels} labels will be exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} have no photo</source>
        <translation>
            <numerusform>one has no photo</numerusform>
            <numerusform>{count} have no photo</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} are of no single card in view</source>
        <translation>
            <numerusform>one is of no single card in view</numerusform>
            <numerusform>{count} are of no single card in view</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} were confirmed by Karuta alone</source>
        <translation>
            <numerusform>one was confirmed by Karuta alone</numerusform>
            <numerusform>{count} were confirmed by Karuta alone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} have no crop</source>
        <translation>
            <numerusform>one has no crop</numerusform>
            <numerusform>{count} have no crop</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} name no card that a person confirmed</source>
        <translation>
            <numerusform>one names no card that a person confirmed</numerusform>
            <numerusform>{count} name no card that a person confirmed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} are in dispute</source>
        <translation>
            <numerusform>one is in dispute</numerusform>
            <numerusform>{count} are in dispute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} are of cards without a picture</source>
        <translation>
            <numerusform>one is of a card without a picture</numerusform>
            <numerusform>{count} are of cards without a picture</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InventoryDialog</name>
    <message numerus="yes">
        <source>{count} cards are not counted, because it is not known which set they are from.</source>
        <translation>
            <numerusform>{count} card is not counted, because it is not known which set it is from.</numerusform>
            <numerusform>{count} cards are not counted, because it is not known which set they are from.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} photos could not be read.</source>
        <translation>
            <numerusform>{count} photo could not be read.</numerusform>
            <numerusform>{count} photos could not be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Karuta</name>
    <message numerus="yes">
        <source>{gained} decisions were restored.</source>
        <translation>
            <numerusform>1 decision was restored.</numerusform>
            <numerusform>{gained} decisions were restored.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryWork</name>
    <message numerus="yes">
        <source>{count} were labelled since and left as they are</source>
        <translation>
            <numerusform>{count} was labelled since and left as it is</numerusform>
            <numerusform>{count} were labelled since and left as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} added</source>
        <translation>
            <numerusform>{count} added</numerusform>
            <numerusform>{count} added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} were here</source>
        <translation>
            <numerusform>{count} was here</numerusform>
            <numerusform>{count} were here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} photos</source>
        <translation>
            <numerusform>{count} photo</numerusform>
            <numerusform>{count} photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListedDialog</name>
    <message numerus="yes">
        <source>{count} rows belong to no card; {file} line {line}: {reason}.</source>
        <translation>
            <numerusform>{count} row belongs to no card; {file} line {line}: {reason}.</numerusform>
            <numerusform>{count} rows belong to no card; {file} line {line}: {reason}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LostWindow</name>
    <message numerus="yes">
        <source>It held at least {count} decisions.</source>
        <translation>
            <numerusform>It held at least {count} decision.</numerusform>
            <numerusform>It held at least {count} decisions.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeCommands</name>
    <message numerus="yes">
        <source>{new} decisions merged, {conflicts} in conflict</source>
        <translation>
            <numerusform>One decision merged, {conflicts} in conflict</numerusform>
            <numerusform>{new} decisions merged, {conflicts} in conflict</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message numerus="yes">
        <source>Note on {count} photos</source>
        <translation>
            <numerusform>Note on {count} photo</numerusform>
            <numerusform>Note on {count} photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message numerus="yes">
        <source>{count} cards</source>
        <translation>
            <numerusform>{count} card</numerusform>
            <numerusform>{count} cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlacesOfOthers</name>
    <message numerus="yes">
        <source>Others say where on this computer {count} photos lie</source>
        <translation>
            <numerusform>Others say where on this computer {count} photo lies</numerusform>
            <numerusform>Others say where on this computer {count} photos lie</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewCommands</name>
    <message numerus="yes">
        <source>{count} undone labels can no longer be redone; the history has them</source>
        <translation>
            <numerusform>{count} undone label can no longer be redone; the history has it</numerusform>
            <numerusform>{count} undone labels can no longer be redone; the history has them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeBack</name>
    <message numerus="yes">
        <source>{count} labels</source>
        <translation>
            <numerusform>{count} label</numerusform>
            <numerusform>{count} labels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} photos</source>
        <translation>
            <numerusform>{count} photo</numerusform>
            <numerusform>{count} photos</numerusform>
        </translation>
    </message>
</context>
</TS>
