<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Karuta</source>
        <translation>Karuta について</translation>
    </message>
    <message>
        <source>Karuta {version}</source>
        <translation>Karuta {version}</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>This component comes without the text of its licence.</source>
        <translation>この部品には、ライセンスの本文が付いていません。</translation>
    </message>
    <message>
        <source>Recognises trading cards in photos. Nothing you show it leaves this computer.</source>
        <translation>写真に写ったトレーディングカードを見分けます。写真がこのコンピューターの外に送られることはありません。</translation>
    </message>
    <message>
        <source>Karuta is licensed under the Apache License 2.0. It uses these components, each under its own licence:</source>
        <translation>Karuta は Apache License 2.0 で公開されています。次のコンポーネントを、それぞれのライセンスに従って使っています。</translation>
    </message>
    <message>
        <source>Components and licences</source>
        <translation>コンポーネントとライセンス</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>コンポーネント</translation>
    </message>
</context>
<context>
    <name>ActionButton</name>
    <message>
        <source>Key {key}</source>
        <translation>キー {key}</translation>
    </message>
</context>
<context>
    <name>AddCardsCommands</name>
    <message>
        <source>Close what is open, then drop {name} again: it holds cards to add</source>
        <translation>{name} は追加するカードです。開いている画面を閉じてから、もう一度ドロップしてください。</translation>
    </message>
    <message>
        <source>Adding cards</source>
        <translation>カードを追加しています</translation>
    </message>
    <message>
        <source>{pack} added. New cards: {cards}, new artworks: {artworks}, skipped rows: {skipped}</source>
        <translation>{pack} を追加しました。新しいカード：{cards}、新しいイラスト：{artworks}、飛ばした行：{skipped}</translation>
    </message>
    <message numerus="yes">
        <source>{count} cards were already here and got more names and printings</source>
        <translation>
            <numerusform>すでにあった{count}枚には、名前や版を書き足しました</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AddCardsDialog</name>
    <message>
        <source>Add cards</source>
        <translation>カードを追加</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>ファイルを選択…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>フォルダーを選択…</translation>
    </message>
    <message>
        <source>Progress of the preview</source>
        <translation>プレビューの進み具合</translation>
    </message>
    <message>
        <source>Preview: nothing is changed yet</source>
        <translation>プレビュー中（まだ何も変わりません）</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>プレビュー</translation>
    </message>
    <message>
        <source>or drop it here</source>
        <translation>またはここにドロップ</translation>
    </message>
    <message>
        <source>Game</source>
        <translation>ゲーム</translation>
    </message>
    <message>
        <source>Sample pack</source>
        <translation>サンプルパック</translation>
    </message>
    <message>
        <source>as the pack</source>
        <translation>パックと同じ</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>省略</translation>
    </message>
    <message>
        <source>Add without knowing what would change</source>
        <translation>何が変わるかを確かめずに追加します</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message numerus="yes">
        <source>{count} cards</source>
        <translation>
            <numerusform>カード{count}枚</numerusform>
        </translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>画像のフォルダー</translation>
    </message>
    <message>
        <source>List (JSON)</source>
        <translation>リスト（JSON）</translation>
    </message>
    <message>
        <source>List (YAML)</source>
        <translation>リスト（YAML）</translation>
    </message>
    <message numerus="yes">
        <source>{count} more files were dropped and are not read; drop a folder or a zip</source>
        <translation>
            <numerusform>一緒にドロップしたほかの{count}個は読みません。フォルダーか zip をドロップしてください。</numerusform>
        </translation>
    </message>
    <message>
        <source>Each sub-folder becomes a pack: {names}</source>
        <translation>サブフォルダーごとに1つのパックになります：{names}</translation>
    </message>
    <message numerus="yes">
        <source>{count} cards have neither a picture nor a name in Latin letters: no photo shows which they are until each has a label</source>
        <translation>
            <numerusform>画像もアルファベットの名前もないカードが{count}枚あります。一度ラベルを付けるまで、写真からは見つかりません。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} pictures belong to none of the cards</source>
        <translation>
            <numerusform>どのカードにも属さない画像が{count}枚あります</numerusform>
        </translation>
    </message>
    <message>
        <source>Rows: {rows}. Further printings or artworks of a card: {printings}. With nothing new: {same}.</source>
        <translation>行数：{rows}。カードの別の版かイラスト：{printings}。新しい内容のない行：{same}。</translation>
    </message>
    <message numerus="yes">
        <source>{count} rows have the card id of another row and differ from it, such as {place}: {reason}. If they are cards of their own, choose another column as the card id</source>
        <translation>
            <numerusform>{count}行は、ほかの行とカード ID が同じで内容が違います。例：{place}：{reason}。別々のカードなら、カード ID に別の列を選んでください</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} rows cannot be used, such as {place}: {reason}</source>
        <translation>
            <numerusform>使えない行が{count}行あります。例：{place}：{reason}</numerusform>
        </translation>
    </message>
    <message>
        <source>Karuta reads cards from YGOPro and EDOPro (cards.cdb and pics), YGOPRODeck, yaml-yugi, Scryfall and the Pokémon TCG data, Cockatrice (cards.xml), LackeyCCG, lists of any game (CSV, XLSX, JSON, YAML), folders of pictures named after their cards, its own folders, and zips of all these. The kind is detected automatically.</source>
        <translation>読めるもの：YGOPro と EDOPro（cards.cdb と pics）、YGOPRODeck、yaml-yugi、Scryfall、Pokémon TCG data、Cockatrice（cards.xml）、LackeyCCG、どのゲームのリストでも（CSV、XLSX、JSON、YAML）、カードの名前を付けた画像のフォルダー、Karuta のフォルダー、これらの zip。種類は自動で見分けます。</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>すべてのファイル</translation>
    </message>
    <message>
        <source>Choose a file with cards</source>
        <translation>カードのファイルを選択</translation>
    </message>
    <message>
        <source>Choose a folder with cards or pictures of cards</source>
        <translation>カード、またはカードの画像のフォルダーを選択</translation>
    </message>
    <message>
        <source>Choose the folder with the pictures of these cards</source>
        <translation>これらのカードの画像があるフォルダーを選択</translation>
    </message>
    <message>
        <source>Table: choose which column holds the names of the cards</source>
        <translation>表：カードの名前の列を選んでください</translation>
    </message>
    <message>
        <source>Use pictures from another folder…</source>
        <translation>別のフォルダーの画像を使う…</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>{name} を読み込んでいます…</translation>
    </message>
    <message numerus="yes">
        <source>{count} cards have no picture: they are known in photos by their names alone</source>
        <translation>
            <numerusform>画像のないカードが{count}枚あります。写真からは名前だけで見つかります。</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}: {cards}, {pictures}</source>
        <translation>{what}：{cards}、{pictures}</translation>
    </message>
    <message numerus="yes">
        <source>{count} pictures</source>
        <translation>
            <numerusform>画像{count}枚</numerusform>
        </translation>
    </message>
    <message>
        <source>Download a list…</source>
        <translation>リストをダウンロード…</translation>
    </message>
</context>
<context>
    <name>AddProgress</name>
    <message>
        <source>reading the list, {share} %</source>
        <translation>一覧を読み込み中 {share}%</translation>
    </message>
    <message>
        <source>reading pictures, {done} of {total}</source>
        <translation>画像を読み込み中 {done}/{total}</translation>
    </message>
    <message>
        <source>preparing pictures, {done} of {total}</source>
        <translation>画像を準備中 {done}/{total}</translation>
    </message>
    <message>
        <source>{doing}: {step}</source>
        <translation>{doing}：{step}</translation>
    </message>
</context>
<context>
    <name>AsidePhotos</name>
    <message>
        <source>Karuta closed unexpectedly while opening {name}, so the photo was set aside.</source>
        <translation>{name} を開いている間に Karuta が終了したため、この写真を保留にしました。</translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>すべてのファイル</translation>
    </message>
</context>
<context>
    <name>BackupPage</name>
    <message>
        <source>Made</source>
        <translation>作成日時</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>バックアップ</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>今すぐバックアップ</translation>
    </message>
    <message>
        <source>There are no backups yet.</source>
        <translation>バックアップはまだありません。</translation>
    </message>
    <message>
        <source>This backup: {fault}.</source>
        <translation>このバックアップ：{fault}。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
    <message>
        <source>Restore from file…</source>
        <translation>ファイルから復元…</translation>
    </message>
    <message numerus="yes">
        <source>At least {count} later decisions are missing from it.</source>
        <translation>
            <numerusform>これより後の決定が少なくとも{count}件含まれていません。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It restores {gained} decisions.</source>
        <translation>
            <numerusform>{gained}件の決定が戻ります。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It lacks {lost} decisions that the current file has.</source>
        <translation>
            <numerusform>今のファイルにある決定のうち{lost}件が含まれていません。</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparing with the current label file…</source>
        <translation>今のラベルファイルと比べています…</translation>
    </message>
    <message>
        <source>It has the same decisions as the current label file.</source>
        <translation>今のラベルファイルと同じ内容です。</translation>
    </message>
    <message>
        <source>Nothing in the current file is lost.</source>
        <translation>今のラベルファイルから失われるものはありません。</translation>
    </message>
    <message>
        <source>From a newer Karuta</source>
        <translation>新しい Karuta で作成</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>Partly damaged</source>
        <translation>一部破損</translation>
    </message>
    <message>
        <source>Intact; replaced earlier</source>
        <translation>正常（以前に置き換えたファイル）</translation>
    </message>
    <message>
        <source>Intact</source>
        <translation>正常</translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message>
        <source>Backups</source>
        <translation>バックアップ</translation>
    </message>
    <message>
        <source>Backed up</source>
        <translation>バックアップしました</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Choose a second folder</source>
        <translation>2つ目のフォルダーを選択</translation>
    </message>
    <message>
        <source>No second folder</source>
        <translation>2つ目のフォルダーを使わない</translation>
    </message>
    <message>
        <source>Choose a folder on another disk for second copies</source>
        <translation>バックアップのコピーを置く、別のディスクのフォルダーを選択</translation>
    </message>
    <message>
        <source>Second folder: none</source>
        <translation>2つ目のフォルダー：なし</translation>
    </message>
    <message>
        <source>Second folder: {folder}</source>
        <translation>2つ目のフォルダー：{folder}</translation>
    </message>
    <message>
        <source>This folder is on the same disk as the library.</source>
        <translation>このフォルダーはライブラリと同じディスクにあります。</translation>
    </message>
    <message>
        <source>Labels are backed up once a day, and before large changes. Restoring a backup keeps the current label file in this list.</source>
        <translation>ラベルは1日に1回と、大きな変更の前に自動でバックアップされます。復元しても、今のラベルファイルはこの一覧に残ります。</translation>
    </message>
    <message>
        <source>Choose a folder on another disk to keep a copy of each backup in case this disk fails.</source>
        <translation>別のディスクのフォルダーを選ぶと、このディスクが壊れたときのために、バックアップのコピーがそこにも作られます。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>解除</translation>
    </message>
</context>
<context>
    <name>Blind</name>
    <message>
        <source>This photo</source>
        <translation>この写真</translation>
    </message>
</context>
<context>
    <name>BugNotice</name>
    <message>
        <source>Copy report</source>
        <translation>レポートをコピー</translation>
    </message>
    <message>
        <source>Something in Karuta went wrong. You can go on working.</source>
        <translation>Karuta で不具合が起きました。作業はこのまま続けられます。</translation>
    </message>
    <message>
        <source>Report copied. It contains no names and no pictures. Send it to whoever supports Karuta for you.</source>
        <translation>レポートをコピーしました。名前や写真は含まれていません。Karuta のサポート担当者に送ってください。</translation>
    </message>
    <message>
        <source>Karuta crashed last time. Everything that was saved is still there.</source>
        <translation>前回、Karuta が異常終了しました。保存済みのデータは残っています。</translation>
    </message>
</context>
<context>
    <name>BulkCommands</name>
    <message>
        <source>All undecided</source>
        <translation>未決定のすべて</translation>
    </message>
    <message>
        <source>All sure</source>
        <translation>「確実」のすべて</translation>
    </message>
    <message>
        <source>Current filter</source>
        <translation>現在の絞り込み</translation>
    </message>
    <message numerus="yes">
        <source>{count} selected photos</source>
        <translation>
            <numerusform>選択した写真{count}枚</numerusform>
        </translation>
    </message>
    <message>
        <source>All cards in {photo}</source>
        <translation>{photo} のすべてのカード</translation>
    </message>
    <message>
        <source>{what}: {photos}</source>
        <translation>{what}：{photos}</translation>
    </message>
</context>
<context>
    <name>Buttons</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>Camera</name>
    <message>
        <source>No camera found. Connect one, and the picture appears.</source>
        <translation>カメラが見つかりません。接続すると映像が表示されます。</translation>
    </message>
    <message>
        <source>Karuta is not allowed to use the camera. Allow it in the system&apos;s privacy settings.</source>
        <translation>カメラの使用がシステムで許可されていません。システムのプライバシー設定で許可してください。</translation>
    </message>
    <message>
        <source>The camera was unplugged. Connect it again, and the picture appears.</source>
        <translation>カメラが外されました。もう一度接続すると映像が表示されます。</translation>
    </message>
    <message>
        <source>The camera stopped ({reason}). Close other programs that use it, and the picture appears.</source>
        <translation>カメラが停止しました（{reason}）。カメラを使っている他のプログラムを終了すると映像が表示されます。</translation>
    </message>
</context>
<context>
    <name>CameraPictures</name>
    <message>
        <source>Photos saved: {count}</source>
        <translation>保存した写真：{count}枚</translation>
    </message>
    <message>
        <source>Space: save as a photo</source>
        <translation>スペース：写真として保存</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>理由は不明</translation>
    </message>
    <message>
        <source>Waiting for the camera…</source>
        <translation>カメラの映像を待っています…</translation>
    </message>
    <message>
        <source>Hold the card still</source>
        <translation>カードを動かさないでください</translation>
    </message>
    <message>
        <source>Hold a card in front of the camera</source>
        <translation>カードをカメラにかざしてください</translation>
    </message>
</context>
<context>
    <name>CardFetch</name>
    <message>
        <source>The download was ended by another program.</source>
        <translation>ダウンロードは別のプログラムに終了されました。</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>中止しています…</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>開始しています…</translation>
    </message>
    <message>
        <source>Pictures: {done} of {total}</source>
        <translation>画像：{done} / {total}枚</translation>
    </message>
    <message>
        <source>Checking what is here already…</source>
        <translation>すでにあるものを確認しています…</translation>
    </message>
    <message>
        <source>List {file}: {done} of {total} MB</source>
        <translation>リスト {file}：{done} / {total} MB</translation>
    </message>
    <message>
        <source>List {file}: {done} MB</source>
        <translation>リスト {file}：{done} MB</translation>
    </message>
    <message>
        <source>Downloaded</source>
        <translation>ダウンロードしました</translation>
    </message>
    <message>
        <source>What was downloaded so far is kept. A stopped download can be resumed.</source>
        <translation>ダウンロード済みのものは残っています。続きから再開できます。</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>中止しました</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>ダウンロードできませんでした</translation>
    </message>
    <message>
        <source>{reason}; trying again in {seconds} s</source>
        <translation>{reason}。{seconds} 秒後にもう一度試します</translation>
    </message>
    <message>
        <source>{megabytes} MB per second</source>
        <translation>毎秒 {megabytes} MB</translation>
    </message>
    <message numerus="yes">
        <source>{count} pictures missing</source>
        <translation>
            <numerusform>足りない画像{count}枚</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} new lists</source>
        <translation>
            <numerusform>新しいリスト{count}件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} new pictures</source>
        <translation>
            <numerusform>新しい画像{count}枚</numerusform>
        </translation>
    </message>
    <message>
        <source>{lists}, {pictures}</source>
        <translation>{lists}、{pictures}</translation>
    </message>
    <message>
        <source>{missing}; download again later to ask once more</source>
        <translation>{missing}。後でもう一度ダウンロードすると取りに行きます</translation>
    </message>
</context>
<context>
    <name>CardListModel</name>
    <message>
        <source>no picture</source>
        <translation>画像なし</translation>
    </message>
</context>
<context>
    <name>CardNames</name>
    <message>
        <source>en</source>
        <extracomment>The language of the name of a card that comes first, and of the window: &quot;ja&quot; in Japanese.</extracomment>
        <translation>ja</translation>
    </message>
</context>
<context>
    <name>CardSheetView</name>
    <message>
        <source>Artworks</source>
        <translation>イラスト</translation>
    </message>
    <message>
        <source>Photos labelled as this card</source>
        <translation>このカードのラベルが付いた写真</translation>
    </message>
    <message>
        <source>Photos labelled as this card: {count}</source>
        <translation>このカードのラベルが付いた写真：{count}枚</translation>
    </message>
    <message>
        <source>Photos labelled as this card: {count}, the newest {shown} of them</source>
        <translation>このカードのラベルが付いた写真：{count}枚（新しい順に{shown}枚）</translation>
    </message>
    <message>
        <source>Packs: {packs}</source>
        <translation>パック：{packs}</translation>
    </message>
    <message>
        <source>No picture: it is known in photos by its name alone. Drop one here.</source>
        <translation>画像がありません。写真からは名前だけで見つかります。ここに画像をドロップすると加わります。</translation>
    </message>
    <message>
        <source>Neither a picture nor a name in Latin letters: no photo shows it. Drop a picture here.</source>
        <translation>画像もアルファベットの名前もないので、写真からは見つかりません。ここに画像をドロップすると加わります。</translation>
    </message>
    <message>
        <source>Set code</source>
        <translation>セットコード</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>セット</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Rarity</source>
        <translation>レアリティ</translation>
    </message>
    <message>
        <source>Edition</source>
        <translation>エディション</translation>
    </message>
    <message>
        <source>Printings</source>
        <translation>版</translation>
    </message>
</context>
<context>
    <name>CatalogueDialog</name>
    <message>
        <source>Catalogue</source>
        <translation>カタログ</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>Choose a card. A picture that is dropped here becomes a new card.</source>
        <translation>カードを選んでください。ここに画像をドロップすると、新しいカードになります。</translation>
    </message>
    <message>
        <source>Add a card by hand…</source>
        <translation>カードを手作業で追加…</translation>
    </message>
    <message>
        <source>Add a picture to this card…</source>
        <translation>このカードに画像を追加…</translation>
    </message>
    <message>
        <source>Choose a picture of the card</source>
        <translation>カードの画像を選んでください</translation>
    </message>
    <message>
        <source>Added by hand</source>
        <translation>手作業で追加しました</translation>
    </message>
    <message>
        <source>Added: a back of {game}. In photos it is recognised as one from now on.</source>
        <translation>{game} の裏面を追加しました。今後は写真で裏面と判定されます。</translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>追加しています…</translation>
    </message>
    <message>
        <source>Adding by hand</source>
        <translation>手作業で追加しています</translation>
    </message>
    <message numerus="yes">
        <source>{count} cards</source>
        <translation>
            <numerusform>{count}枚</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no cards yet. Cards &gt; Add cards… brings some, or add one by hand.</source>
        <translation>カードはまだありません。「カード」&gt;「カードを追加…」で追加するか、手作業で1枚追加してください。</translation>
    </message>
    <message>
        <source>No card matches. Clear the search, or choose fewer filters above.</source>
        <translation>該当するカードはありません。検索を消すか、上の絞り込みを減らしてください。</translation>
    </message>
    <message>
        <source>No card contains “{text}”. Similar names: {count}</source>
        <translation>「{text}」を含むカードはありません。似た名前：{count}</translation>
    </message>
</context>
<context>
    <name>CellModel</name>
    <message>
        <source>struck out</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>対象外</translation>
    </message>
    <message>
        <source>{photo}, card {number}</source>
        <translation>{photo} · {number}枚目</translation>
    </message>
</context>
<context>
    <name>CellPainter</name>
    <message>
        <source>struck out</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>対象外</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>Now: {model}</source>
        <translation>現在のモデル：{model}</translation>
    </message>
    <message>
        <source>Candidate: {model}</source>
        <translation>新しいモデル：{model}</translation>
    </message>
</context>
<context>
    <name>Checks</name>
    <message>
        <source>Model of this release</source>
        <translation>このリリースのモデル</translation>
    </message>
    <message>
        <source>Index module</source>
        <translation>索引モジュール</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>ウィンドウ</translation>
    </message>
    <message>
        <source>Fonts</source>
        <translation>フォント</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>空き容量</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>カタログ</translation>
    </message>
    <message>
        <source>Entries of the cards</source>
        <translation>カードの記録</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Newer model</source>
        <translation>新しいモデル</translation>
    </message>
    <message>
        <source>Vectors of the artworks</source>
        <translation>イラストのベクトル</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Contrast maps of the artworks</source>
        <translation>イラストのコントラスト図</translation>
    </message>
    <message>
        <source>Pictures of more than one card</source>
        <translation>複数のカードに共通する絵</translation>
    </message>
    <message>
        <source>Names and codes for titles</source>
        <translation>タイトルを読むための名前とコード</translation>
    </message>
    <message>
        <source>Artworks</source>
        <translation>イラスト</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Rows of the labels</source>
        <translation>ラベルの記録</translation>
    </message>
    <message>
        <source>Last lookup of each photo</source>
        <translation>写真ごとの最後の照合結果</translation>
    </message>
    <message>
        <source>Parts of the label file</source>
        <translation>ラベルファイルの構成</translation>
    </message>
    <message>
        <source>Times of the labels</source>
        <translation>ラベルの時刻</translation>
    </message>
    <message>
        <source>List of photos</source>
        <translation>写真の一覧</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>バックアップ</translation>
    </message>
    <message>
        <source>Crops</source>
        <translation>切り抜き</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>サムネイル</translation>
    </message>
    <message>
        <source>Pasted photos</source>
        <translation>貼り付けた写真</translation>
    </message>
    <message>
        <source>Record of copies</source>
        <translation>同じ写真の記録</translation>
    </message>
    <message>
        <source>Small files</source>
        <translation>小さなファイル</translation>
    </message>
    <message>
        <source>Half-written files</source>
        <translation>書きかけのファイル</translation>
    </message>
    <message>
        <source>Networks that find cards</source>
        <translation>カードを見つけるネットワーク</translation>
    </message>
    <message>
        <source>Name reader</source>
        <translation>カード名の読み取り</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Self-test of the catalogue</source>
        <translation>カタログの自己テスト</translation>
    </message>
    <message>
        <source>Artworks that hardly differ</source>
        <translation>ほとんど違わない画像</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message numerus="yes">
        <source>{count} decisions are not saved and would be lost.</source>
        <translation>
            <numerusform>{count}件の決定が保存されておらず、失われます。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>保存されていません</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>CollisionModel</name>
    <message>
        <source>New: {file} of card {card}
There: {name} ({other}, {pack})
Alike: {percent} %</source>
        <translation>新しい画像：カード {card} の {file}
今ある画像：{name}（{other}、{pack}）
似ている度合い：{percent}%</translation>
    </message>
</context>
<context>
    <name>ColumnTable</name>
    <message>
        <source>First rows of the table</source>
        <translation>表の最初の行</translation>
    </message>
    <message>
        <source>found</source>
        <translation>あり</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>card id</source>
        <translation>カード ID</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>読み</translation>
    </message>
    <message>
        <source>game</source>
        <translation>ゲーム</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>passcode</source>
        <translation>パスコード</translation>
    </message>
    <message>
        <source>set code</source>
        <translation>セットコード</translation>
    </message>
    <message>
        <source>set name</source>
        <translation>セット名</translation>
    </message>
    <message>
        <source>language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>rarity</source>
        <translation>レアリティ</translation>
    </message>
    <message>
        <source>edition</source>
        <translation>エディション</translation>
    </message>
    <message>
        <source>finish</source>
        <translation>加工</translation>
    </message>
    <message>
        <source>printed number</source>
        <translation>印刷された番号</translation>
    </message>
    <message>
        <source>card text</source>
        <translation>カードのテキスト</translation>
    </message>
    <message>
        <source>id of the card it is a variant of</source>
        <translation>元のカードの ID（別イラスト）</translation>
    </message>
    <message>
        <source>picture file</source>
        <translation>画像ファイル</translation>
    </message>
    <message>
        <source>product id at {shop}</source>
        <translation>{shop} の商品番号</translation>
    </message>
    <message>
        <source>Column {name} is</source>
        <translation>列 {name} の内容</translation>
    </message>
    <message>
        <source>(not used)</source>
        <translation>（使わない）</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Label</source>
        <translation>ラベル(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>写真(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>決める</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移動する</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>見る</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>写真一覧</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>写真を追加…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>フォルダーを監視…</translation>
    </message>
    <message>
        <source>Stop watching the folder</source>
        <translation>フォルダーの監視をやめる</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>画像を貼り付け</translation>
    </message>
    <message>
        <source>Look up only…</source>
        <translation>調べるだけ…</translation>
    </message>
    <message>
        <source>Open library…</source>
        <translation>ライブラリを開く…</translation>
    </message>
    <message>
        <source>New library…</source>
        <translation>新しいライブラリ…</translation>
    </message>
    <message>
        <source>Blind review</source>
        <translation>再確認</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>意見の不一致</translation>
    </message>
    <message>
        <source>Change the queue…</source>
        <translation>キューを切り替える…</translation>
    </message>
    <message>
        <source>Open the demo library</source>
        <translation>デモのライブラリを開く</translation>
    </message>
    <message>
        <source>Rapid entry</source>
        <translation>番号で入力</translation>
    </message>
    <message>
        <source>Foil, reverse foil, not foil</source>
        <translation>フォイル、リバース、フォイルでない</translation>
    </message>
    <message>
        <source>Present mode</source>
        <translation>展示モード</translation>
    </message>
    <message>
        <source>Export labels…</source>
        <translation>ラベルを書き出す…</translation>
    </message>
    <message>
        <source>Locate moved photos…</source>
        <translation>移動した写真を探す…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>設定…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>Confirm the match</source>
        <translation>候補を確定</translation>
    </message>
    <message>
        <source>Confirm match</source>
        <translation>候補を確定</translation>
    </message>
    <message>
        <source>Not in the catalogue</source>
        <translation>該当なし</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>判読不能</translation>
    </message>
    <message>
        <source>No card here</source>
        <translation>カードなし</translation>
    </message>
    <message>
        <source>Skip for now</source>
        <translation>後回しにする</translation>
    </message>
    <message>
        <source>Confirm in bulk…</source>
        <translation>まとめて確定…</translation>
    </message>
    <message>
        <source>Find another card…</source>
        <translation>ほかのカードを探す…</translation>
    </message>
    <message>
        <source>Copy name and set code</source>
        <translation>名前とセットコードをコピー</translation>
    </message>
    <message>
        <source>Draw a card</source>
        <translation>カードの枠を描く</translation>
    </message>
    <message>
        <source>Card history…</source>
        <translation>カードの履歴…</translation>
    </message>
    <message>
        <source>Consistency…</source>
        <translation>一致率…</translation>
    </message>
    <message>
        <source>Retry saving</source>
        <translation>保存を再試行</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>次の写真</translation>
    </message>
    <message>
        <source>&amp;Cards</source>
        <translation>カード(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>見直し(&amp;R)</translation>
    </message>
    <message>
        <source>L&amp;istings</source>
        <translation>出品(&amp;I)</translation>
    </message>
    <message>
        <source>Supply and demand…</source>
        <translation>出品数と探された回数…</translation>
    </message>
    <message>
        <source>Move library…</source>
        <translation>ライブラリを移動…</translation>
    </message>
    <message>
        <source>List for a shop…</source>
        <translation>店に出す一覧…</translation>
    </message>
    <message>
        <source>Merge labels…</source>
        <translation>ラベルを統合…</translation>
    </message>
    <message>
        <source>Flag or unflag the photo</source>
        <translation>写真に旗を付ける／外す</translation>
    </message>
    <message>
        <source>Note on the photo…</source>
        <translation>写真のメモ…</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>前の写真</translation>
    </message>
    <message>
        <source>Next card</source>
        <translation>次のカード</translation>
    </message>
    <message>
        <source>Previous card</source>
        <translation>前のカード</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>次の候補</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>前の候補</translation>
    </message>
    <message>
        <source>Remove from the queue</source>
        <translation>一覧から外す</translation>
    </message>
    <message>
        <source>Advance automatically</source>
        <translation>自動で次へ進む</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>フォルダーで表示</translation>
    </message>
    <message>
        <source>Models and training…</source>
        <translation>モデルと学習…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>拡大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>写真全体</translation>
    </message>
    <message>
        <source>Zoom to the card</source>
        <translation>カードを拡大</translation>
    </message>
    <message>
        <source>Filter the queue…</source>
        <translation>絞り込み…</translation>
    </message>
    <message>
        <source>Batch or listing…</source>
        <translation>バッチ・出品…</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>すべての写真を表示</translation>
    </message>
    <message>
        <source>Li&amp;brary</source>
        <translation>ライブラリ(&amp;B)</translation>
    </message>
    <message>
        <source>Larger thumbnails</source>
        <translation>サムネイルを大きく</translation>
    </message>
    <message>
        <source>Smaller thumbnails</source>
        <translation>サムネイルを小さく</translation>
    </message>
    <message>
        <source>Compare with the match</source>
        <translation>候補と比較</translation>
    </message>
    <message>
        <source>Blink between the two (hold)</source>
        <translation>交互に表示（押している間）</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>コマンドを探す…</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー一覧</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>キーの変更…</translation>
    </message>
    <message>
        <source>About Karuta</source>
        <translation>Karuta について</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>バックアップ…</translation>
    </message>
    <message>
        <source>Look up again</source>
        <translation>もう一度照合</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>フルスクリーン</translation>
    </message>
    <message>
        <source>Show the newer matches</source>
        <translation>新しい候補を表示</translation>
    </message>
    <message>
        <source>Adjust corners</source>
        <translation>四隅を調整</translation>
    </message>
    <message>
        <source>Rotate card 90°</source>
        <translation>カードを90度回転</translation>
    </message>
    <message>
        <source>Next copy of this shot</source>
        <translation>同じ写真の次へ</translation>
    </message>
    <message>
        <source>Select all copies of this shot</source>
        <translation>同じ写真をすべて選択</translation>
    </message>
    <message>
        <source>Sort the queue…</source>
        <translation>並べ替え…</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>ウィンドウの次の部分へ</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>ウィンドウの前の部分へ</translation>
    </message>
    <message>
        <source>Show the card upright</source>
        <translation>カードを正しい向きで表示</translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation>文字で絞り込み</translation>
    </message>
    <message>
        <source>Camera…</source>
        <translation>カメラ…</translation>
    </message>
    <message>
        <source>Add cards…</source>
        <translation>カードを追加…</translation>
    </message>
    <message>
        <source>Packs…</source>
        <translation>パック…</translation>
    </message>
    <message>
        <source>Back of a card</source>
        <translation>カードの裏面</translation>
    </message>
    <message>
        <source>Browse cards…</source>
        <translation>カードを見る…</translation>
    </message>
    <message>
        <source>Confirm all cards in the photo</source>
        <translation>写真のカードをすべて確定</translation>
    </message>
    <message>
        <source>Change the label</source>
        <translation>ラベルを変更</translation>
    </message>
    <message>
        <source>Check the library…</source>
        <translation>ライブラリを点検…</translation>
    </message>
    <message>
        <source>Confirm with the printing</source>
        <translation>版も確定</translation>
    </message>
    <message>
        <source>Confirm with printing</source>
        <translation>版も確定：候補</translation>
    </message>
    <message>
        <source>Go to the card whose number is printed</source>
        <translation>印刷された番号のカードへ</translation>
    </message>
    <message>
        <source>not now</source>
        <translation>今は使えません</translation>
    </message>
    <message>
        <source>Send and fetch labels</source>
        <translation>ラベルを送受信</translation>
    </message>
    <message>
        <source>The printing in full, or in one line</source>
        <translation>版を詳しく、または1行で表示</translation>
    </message>
    <message>
        <source>Show the queue as thumbnails</source>
        <translation>写真一覧をサムネイルで表示</translation>
    </message>
    <message>
        <source>Check listings</source>
        <translation>出品の確認</translation>
    </message>
    <message>
        <source>Unknown cards</source>
        <translation>該当なしのカード</translation>
    </message>
    <message>
        <source>Add this card…</source>
        <translation>このカードを追加…</translation>
    </message>
    <message>
        <source>List of unknown cards as a table…</source>
        <translation>該当なしのカードの一覧を表に…</translation>
    </message>
</context>
<context>
    <name>ComparePresenter</name>
    <message>
        <source>Nothing to compare: this card has no match</source>
        <translation>比較できません：このカードには候補がありません</translation>
    </message>
    <message>
        <source>Nothing to compare: no card was found</source>
        <translation>比較できません：カードが見つかっていません</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>The artworks of {first} and {second} look the same</source>
        <translation>{first} と {second} のイラストは同じに見えます</translation>
    </message>
    <message>
        <source>Where {first} and {second} differ most</source>
        <translation>{first} と {second} の違いが大きいところ</translation>
    </message>
    <message>
        <source>Finding where {first} and {second} differ…</source>
        <translation>{first} と {second} の違いを探しています…</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Photo and artwork side by side</source>
        <translation>写真とイラストの比較</translation>
    </message>
</context>
<context>
    <name>ConsistencyDialog</name>
    <message>
        <source>Consistency</source>
        <translation>一致率</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>No blind review yet. Review &gt; Blind review shows some of your cards again.</source>
        <translation>まだ再確認がありません。「見直し」&gt;「再確認」で、確定したカードの一部をもう一度見られます。</translation>
    </message>
    <message>
        <source>{name} agreed with themselves {same} of {count} times (95 % CI {low}-{high} %)</source>
        <translation>{name}：{count}件中{same}件が前回と同じ判断（95% 信頼区間 {low}～{high}%）</translation>
    </message>
    <message>
        <source>{other} agreed with {name} {same} of {count} times (95 % CI {low}-{high} %)</source>
        <translation>{other} の再確認：{count}件中{same}件が {name} と同じ判断（95% 信頼区間 {low}～{high}%）</translation>
    </message>
    <message>
        <source>{name} agreed with themselves once</source>
        <translation>{name}：1件中1件が前回と同じ判断</translation>
    </message>
    <message>
        <source>{name} disagreed once</source>
        <translation>{name}：1件中0件が前回と同じ判断</translation>
    </message>
    <message>
        <source>{other} agreed with {name} once</source>
        <translation>{other} の再確認：1件中1件が {name} と同じ判断</translation>
    </message>
    <message>
        <source>{other} disagreed with {name} once</source>
        <translation>{other} の再確認：1件中0件が {name} と同じ判断</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <source>replies.csv has no reply about that in this language.</source>
        <translation>replies.csv に、その内容の返信がこの言語ではありません。</translation>
    </message>
    <message>
        <source>Reply for {listing} copied: {text}</source>
        <translation>{listing} への返信をコピーしました：{text}</translation>
    </message>
</context>
<context>
    <name>CornerEditor</name>
    <message>
        <source>Drag a box or click the four corners · arrow keys place a card · Esc cancels</source>
        <translation>枠をドラッグするか四隅をクリック · 矢印キーで枠を配置 · Esc で中止</translation>
    </message>
    <message>
        <source>Drag a corner · Tab: next · arrows: move, Shift: further · T: rotate · Enter: apply · Esc: cancel</source>
        <translation>角をドラッグ · Tab：次の角 · 矢印：移動（Shift で大きく） · T：回転 · Enter：決定 · Esc：中止</translation>
    </message>
</context>
<context>
    <name>CornerEdits</name>
    <message>
        <source>Corners saved, but the lookup failed: {reason}</source>
        <translation>四隅は保存しましたが、照合できませんでした：{reason}</translation>
    </message>
</context>
<context>
    <name>Deciding</name>
    <message>
        <source>Nothing to undo on this page.</source>
        <translation>このページには元に戻す操作がありません。</translation>
    </message>
    <message>
        <source>Nothing to redo on this page.</source>
        <translation>このページにはやり直す操作がありません。</translation>
    </message>
</context>
<context>
    <name>Decisions</name>
    <message>
        <source>Mark one first: ↓, or a number</source>
        <translation>先に選んでください：↓ または番号</translation>
    </message>
    <message>
        <source>Too quick: press again</source>
        <translation>早すぎます。もう一度押してください。</translation>
    </message>
    <message>
        <source>Match {number} was out of sight: press again</source>
        <translation>候補{number}は表示されていませんでした。もう一度押してください。</translation>
    </message>
</context>
<context>
    <name>Demand</name>
    <message>
        <source>Listed: in tables</source>
        <translation>出品：表</translation>
    </message>
    <message>
        <source>Listed: checked here</source>
        <translation>出品：確認した出品</translation>
    </message>
    <message>
        <source>Looked for: searches</source>
        <translation>探された回数：検索</translation>
    </message>
    <message>
        <source>Looked for: labels</source>
        <translation>探された回数：ラベル</translation>
    </message>
    <message>
        <source>Looked for: labels below the first match</source>
        <translation>探された回数：最初の候補ではなかったラベル</translation>
    </message>
    <message>
        <source>Nothing was counted.</source>
        <translation>数えたものはありません。</translation>
    </message>
    <message>
        <source>The {ten} commonest cards have {share} %; half of all lies on {half}.</source>
        <translation>最も多い{ten}枚で{share}%、{half}枚で半分を占めます。</translation>
    </message>
    <message>
        <source>Once: {once}, never: {never}.</source>
        <translation>1回：{once}枚、0回：{never}枚。</translation>
    </message>
    <message>
        <source>{rule} (moved down by the cap)</source>
        <translation>{rule}（上限により後ろへ）</translation>
    </message>
    <message>
        <source>(left the catalogue)</source>
        <translation>（カタログにないカード）</translation>
    </message>
</context>
<context>
    <name>DeskPanel</name>
    <message>
        <source>also in listing {listing}, {photo}</source>
        <translation>出品 {listing} の {photo} にも同じ写真</translation>
    </message>
    <message>
        <source>also in batch {batch}, {photo}</source>
        <translation>バッチ {batch} の {photo} にも同じ写真</translation>
    </message>
    <message>
        <source>also added alone, {photo}</source>
        <translation>{photo} としても追加済み</translation>
    </message>
</context>
<context>
    <name>DeskPresenter</name>
    <message>
        <source>Locate moved photos…</source>
        <translation>移動した写真を探す…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度</translation>
    </message>
    <message>
        <source>{name} is taking long to open.</source>
        <translation>{name} を開くのに時間がかかっています。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Not opened: it took too long and was stopped.</source>
        <translation>時間がかかったため、開くのを中止しました。</translation>
    </message>
    <message>
        <source>Opening this photo was stopped.</source>
        <translation>この写真を開くのを中止しました。</translation>
    </message>
    <message>
        <source>Open all the same</source>
        <translation>それでも開く</translation>
    </message>
    <message>
        <source>The photo&apos;s file has moved or was deleted.</source>
        <translation>写真のファイルが元の場所にありません。</translation>
    </message>
    <message>
        <source>{name} has moved or was deleted.</source>
        <translation>{name} が元の場所にありません。</translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message>
        <source>Check the library</source>
        <translation>ライブラリの点検</translation>
    </message>
    <message>
        <source>Repair rebuilds what it can. What is damaged is kept in the folder “damaged”.</source>
        <translation>「修復」は作り直せるものを作り直します。壊れたものはフォルダー「damaged」に残します。</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題のあるもの</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修復</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>もう一度点検</translation>
    </message>
    <message>
        <source>Repairing…</source>
        <translation>修復中…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>点検中…</translation>
    </message>
    <message>
        <source>In order: {names}</source>
        <translation>正常：{names}</translation>
    </message>
    <message>
        <source>Done: {what}</source>
        <translation>実施：{what}</translation>
    </message>
    <message>
        <source>{name}: repaired</source>
        <translation>{name}：修復しました</translation>
    </message>
    <message>
        <source>{name}: {message}</source>
        <translation>{name}：{message}</translation>
    </message>
    <message>
        <source>Repair fixes this.</source>
        <translation>「修復」で直ります。</translation>
    </message>
    <message>
        <source>What next: {advice}</source>
        <translation>次にすること：{advice}</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>点検できませんでした</translation>
    </message>
    <message>
        <source>Problems found: {count}</source>
        <translation>見つかった問題：{count}件</translation>
    </message>
    <message>
        <source>Repaired; no problems are left</source>
        <translation>修復しました。問題はありません</translation>
    </message>
    <message>
        <source>No problems found</source>
        <translation>問題は見つかりませんでした</translation>
    </message>
</context>
<context>
    <name>EmptyDeskPresenter</name>
    <message>
        <source>Every photo is decided.</source>
        <translation>すべての写真が決定済みです。</translation>
    </message>
    <message>
        <source>Every photo of the demo is decided. Your own cards go into a library of your own.</source>
        <translation>デモの写真はすべて決定済みです。ご自分のカードには、新しいライブラリを作ってください。</translation>
    </message>
    <message numerus="yes">
        <source>People disagree about {count} photos, and nobody has settled it.</source>
        <translation>
            <numerusform>{count}枚の写真で意見が分かれたままになっています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cards are being added</source>
        <translation>カードを追加しています</translation>
    </message>
    <message>
        <source>Photos can&apos;t be looked up</source>
        <translation>写真を照合できません</translation>
    </message>
    <message>
        <source>This library has no cards yet</source>
        <translation>このライブラリにはまだカードがありません</translation>
    </message>
    <message>
        <source>Every photo is decided</source>
        <translation>すべての写真が決定済みです</translation>
    </message>
    <message>
        <source>Drop photos or a folder here</source>
        <translation>写真かフォルダーをここにドロップ</translation>
    </message>
    <message>
        <source>Every photo in this filter is decided.</source>
        <translation>絞り込んだ写真はすべて決定済みです。</translation>
    </message>
    <message>
        <source>Drop more photos here, or export the labels.</source>
        <translation>写真を追加でドロップするか、ラベルを書き出してください。</translation>
    </message>
    <message>
        <source>A folder becomes a batch, its subfolders become listings.</source>
        <translation>フォルダーがバッチ、サブフォルダーが出品になります。</translation>
    </message>
    <message numerus="yes">
        <source>Every other photo is decided; {count} cannot be opened.</source>
        <translation>
            <numerusform>開けない写真{count}枚を除き、すべて決定済みです。</numerusform>
        </translation>
    </message>
    <message>
        <source>Evaluate a candidate in Models and training; the labels on which it answers otherwise come here.</source>
        <translation>「モデルと学習」で新しいモデルを評価すると、答えの違うラベルがここに並びます。</translation>
    </message>
    <message>
        <source>No confirmed card waits for a review. Confirm more cards first.</source>
        <translation>再確認を待つ確定済みのカードがありません。先にもっとカードを確定してください。</translation>
    </message>
    <message>
        <source>Nothing to review</source>
        <translation>再確認するものはありません</translation>
    </message>
    <message>
        <source>{same} of {count} the same as before</source>
        <translation>{count}件中{same}件が前回と同じ</translation>
    </message>
    <message>
        <source>95 % CI {low}-{high} %. Review &gt; Disagreements shows where the answers differ.</source>
        <translation>95% 信頼区間 {low}～{high}%。答えが食い違ったものは「見直し」&gt;「意見の不一致」で見られます。</translation>
    </message>
    <message>
        <source>Nothing is left in “{queue}”.</source>
        <translation>「{queue}」には何も残っていません。</translation>
    </message>
    <message>
        <source>Try the demo with its own drawn cards, or add cards of your own.</source>
        <translation>手描きカードのデモを試すか、ご自分のカードを追加してください。</translation>
    </message>
    <message>
        <source>No photo matches the filter</source>
        <translation>条件に合う写真はありません</translation>
    </message>
    <message>
        <source>Choose another filter, or show all photos.</source>
        <translation>絞り込みを変えるか、すべての写真を表示してください。</translation>
    </message>
</context>
<context>
    <name>Enter</name>
    <message>
        <source>Press {none}: no card here</source>
        <translation>カードがなければ {none}</translation>
    </message>
    <message>
        <source>Press a number: 1-9</source>
        <translation>1～9 の番号を押してください</translation>
    </message>
    <message>
        <source>{key} does nothing here</source>
        <translation>{key} はここでは使えません</translation>
    </message>
</context>
<context>
    <name>Entries</name>
    <message>
        <source>Mint</source>
        <translation>完全美品</translation>
    </message>
    <message>
        <source>Near mint</source>
        <translation>美品</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>やや傷あり</translation>
    </message>
    <message>
        <source>Played</source>
        <translation>傷あり</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>Foil</source>
        <translation>フォイル</translation>
    </message>
    <message>
        <source>Reverse holo</source>
        <translation>リバースホロ</translation>
    </message>
    <message>
        <source>All sets of {game}</source>
        <translation>{game} のすべてのセット</translation>
    </message>
</context>
<context>
    <name>EntryItems</name>
    <message>
        <source>Cards that were entered</source>
        <translation>入力したカード</translation>
    </message>
    <message numerus="yes">
        <source>{cards} cards entered</source>
        <translation>
            <numerusform>{cards} 枚入力済み</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a set</source>
        <translation>セットを選ぶ</translation>
    </message>
    <message>
        <source>Type a number</source>
        <translation>番号を入力してください</translation>
    </message>
    <message>
        <source>Code or name of a set</source>
        <translation>セットのコードか名前</translation>
    </message>
    <message>
        <source>No card has this number; nothing was entered</source>
        <translation>この番号のカードはないので、何も入力されませんでした</translation>
    </message>
    <message>
        <source>Saved: {entry}</source>
        <translation>保存しました：{entry}</translation>
    </message>
    <message>
        <source>Not saved: {number}.</source>
        <translation>保存できませんでした：{number}。</translation>
    </message>
    <message>
        <source>No set is chosen</source>
        <translation>セットが選ばれていません</translation>
    </message>
    <message>
        <source>{at} of {count}</source>
        <translation>{count} 枚中 {at} 枚目</translation>
    </message>
    <message>
        <source>{set} has no such number</source>
        <translation>{set} にこの番号はありません</translation>
    </message>
    <message>
        <source>Enter the card</source>
        <translation>カードを入力</translation>
    </message>
    <message>
        <source>Next card with this number</source>
        <translation>同じ番号の次のカード</translation>
    </message>
    <message>
        <source>Previous card with this number</source>
        <translation>同じ番号の前のカード</translation>
    </message>
    <message>
        <source>Delete a digit</source>
        <translation>1文字消す</translation>
    </message>
    <message>
        <source>Choose a set…</source>
        <translation>セットを選ぶ…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Taken back: {entry}</source>
        <translation>取り消しました：{entry}</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>Brought back: {entry}</source>
        <translation>元に戻しました：{entry}</translation>
    </message>
    <message>
        <source>The catalogue has no picture of this card.</source>
        <translation>このカードの画像はカタログにありません。</translation>
    </message>
    <message>
        <source>Then type the numbers of the cards. No photos are needed.</source>
        <translation>そのあとカードの番号を入力します。写真は要りません。</translation>
    </message>
    <message>
        <source>Enter saves the card. Finish, condition, language and count hold until you change them.</source>
        <translation>Enter でカードを保存します。加工、状態、言語、枚数は、変えるまで次のカードにも使われます。</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>やり直す操作はありません</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>元に戻す操作はありません</translation>
    </message>
    <message>
        <source>Count {count}: one more</source>
        <translation>枚数 {count}：1枚増やす</translation>
    </message>
    <message>
        <source>Count {count}: one less</source>
        <translation>枚数 {count}：1枚減らす</translation>
    </message>
    <message>
        <source>Summary and list…</source>
        <translation>集計と一覧…</translation>
    </message>
    <message>
        <source>Finish: {value}</source>
        <translation>加工：{value}</translation>
    </message>
    <message>
        <source>Condition: {value}</source>
        <translation>状態：{value}</translation>
    </message>
    <message>
        <source>Language: {value}</source>
        <translation>言語：{value}</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>指定なし</translation>
    </message>
    <message>
        <source>Digit {digit}</source>
        <translation>数字 {digit}</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>1 card</source>
        <translation>カード1種類</translation>
    </message>
    <message>
        <source>1 label</source>
        <translation>ラベル1件</translation>
    </message>
    <message>
        <source>Agree: card differs</source>
        <translation>同意：相違（カード）</translation>
    </message>
    <message>
        <source>Agree: condition differs</source>
        <translation>同意：相違（状態）</translation>
    </message>
    <message>
        <source>Agree: count differs</source>
        <translation>同意：相違（枚数）</translation>
    </message>
    <message>
        <source>Agree: edition differs</source>
        <translation>同意：相違（エディション）</translation>
    </message>
    <message>
        <source>Agree: language differs</source>
        <translation>同意：相違（言語）</translation>
    </message>
    <message>
        <source>Another Karuta</source>
        <translation>別の Karuta</translation>
    </message>
    <message>
        <source>Card id {text} is in several games; say which: {named}.</source>
        <translation>カード ID {text} は複数のゲームにあります。{named} のどれかを指定してください。</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>入出力エラー</translation>
    </message>
    <message>
        <source>Karuta&apos;s resources are missing beside {package}; install Karuta again.</source>
        <translation>{package} に Karuta の付属ファイルがありません。Karuta をインストールし直してください。</translation>
    </message>
    <message>
        <source>Most names in the column {column} are in other letters than its language; say which column holds them with {field}=COLUMN, or with {field}={column} that it is meant so.</source>
        <translation>列 {column} の名前の多くが、列名の言語とは違う文字で書かれています。名前の列を {field}=列 で指定するか、このままでよければ {field}={column} と指定してください。</translation>
    </message>
    <message>
        <source>No card {text} in this catalogue; `karuta catalogue search TEXT` finds it.</source>
        <translation>このカタログにカード {text} はありません。名前で検索してください。</translation>
    </message>
    <message>
        <source>No edition could be read in the photos.</source>
        <translation>写真からエディションの表記を読み取れませんでした。</translation>
    </message>
    <message>
        <source>No edition could be read in the photos; many unlimited cards do not state one.</source>
        <translation>写真からエディションの表記を読み取れませんでした。アンリミテッドのカードには表記がないことも多くあります。</translation>
    </message>
    <message>
        <source>No picture of the catalogue in {folder} can be read, so no model can be tested; add the catalogue folder again.</source>
        <translation>{folder} のカタログの画像が一枚も読めないので、モデルを試せません。カタログのフォルダーをもう一度追加してください。</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>ディスクに空きがありません</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>ファイルまたはフォルダーがありません</translation>
    </message>
    <message>
        <source>None of the rows of {name} can be used ({count} skipped). Help, Libraries and catalogues, lists what Karuta reads. The first that was skipped, {place}: {reason}</source>
        <translation>{name} には使える行がありません（{count}行を除外）。読めるものはヘルプの「ライブラリとカタログ」にあります。最初の行：{place}：{reason}</translation>
    </message>
    <message>
        <source>Nothing to redo: {annotator} has undone nothing since the last new action.</source>
        <translation>やり直す操作はありません。{annotator} は最後の操作のあと何も取り消していません。</translation>
    </message>
    <message>
        <source>One artwork has no usable picture file, so {name} would not know it; add its catalogue folder again. Nothing was changed.</source>
        <translation>使える画像ファイルのないイラストが1点あり、{name} はそれを知らないことになります。カタログのフォルダーをもう一度追加してください。何も変更していません。</translation>
    </message>
    <message>
        <source>Only the description says {what}.</source>
        <translation>説明文だけに {what} とあります。</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>許可されていない操作です</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>アクセスが許可されていません</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>読み取り専用のディスクです</translation>
    </message>
    <message>
        <source>Some stored vectors are damaged; `karuta doctor` says which model made them.</source>
        <translation>保存されたベクトルの一部が壊れています。どのモデルのものかは`karuta doctor`で確認できます。</translation>
    </message>
    <message>
        <source>Stopped; what was finished is kept.</source>
        <translation>中止しました。終わった分は保存されています。</translation>
    </message>
    <message>
        <source>The card&apos;s game is missing; choose or type one.</source>
        <translation>カードのゲームが指定されていません。選ぶか、入力してください。</translation>
    </message>
    <message>
        <source>The catalogue lists {code} as {rarities}.</source>
        <translation>カタログでは {code} のレアリティは {rarities} です。</translation>
    </message>
    <message>
        <source>The column {whole} holds what {column} does and more; say which of them holds the name with {field}={whole} or {field}={column}.</source>
        <translation>列 {whole} には列 {column} の内容に加えてほかの文字もあります。名前の列を {field}={whole} または {field}={column} で指定してください。</translation>
    </message>
    <message>
        <source>The disk with {path} is full; free some space and try again. Nothing was lost.</source>
        <translation>{path} のあるディスクがいっぱいです。空きを作って、もう一度試してください。失われたものはありません。</translation>
    </message>
    <message>
        <source>The index could not be opened</source>
        <translation>索引を開けません</translation>
    </message>
    <message>
        <source>The index was made by another version of Karuta</source>
        <translation>索引は別のバージョンの Karuta で作られています</translation>
    </message>
    <message>
        <source>The index was made with another model</source>
        <translation>索引は別のモデルで作られています</translation>
    </message>
    <message>
        <source>The index was made without Annoy</source>
        <translation>索引は Annoy なしで作られています</translation>
    </message>
    <message>
        <source>The index&apos;s file {file} is damaged</source>
        <translation>索引のファイル {file} が壊れています</translation>
    </message>
    <message>
        <source>The index&apos;s file {file} is missing</source>
        <translation>索引のファイル {file} がありません</translation>
    </message>
    <message>
        <source>The index&apos;s vectors are damaged</source>
        <translation>索引のベクトルが壊れています</translation>
    </message>
    <message>
        <source>The label file at {path} is in use by {holder}; wait for it to finish and try again. Nothing was saved.</source>
        <translation>ラベルファイル {path} は {holder} が使用中です。終わるのを待って、もう一度試してください。保存はされていません。</translation>
    </message>
    <message>
        <source>The label file at {path} was changed by another version of Karuta; close this one and open the library with the newer one. Nothing was saved.</source>
        <translation>ラベルファイル {path} は別のバージョンの Karuta に変更されました。このウィンドウを閉じ、新しいほうの Karuta でライブラリを開いてください。保存はされていません。</translation>
    </message>
    <message>
        <source>The last lookup of {photos} was forgotten.</source>
        <translation>{photos}の最後の照合結果を消しました。</translation>
    </message>
    <message>
        <source>The model in {folder} cannot be loaded ({error})</source>
        <translation>{folder} のモデルを読み込めません（{error}）</translation>
    </message>
    <message>
        <source>The model in {folder} has no detector</source>
        <translation>{folder} のモデルには検出器がありません</translation>
    </message>
    <message>
        <source>The model in {folder} is of a kind that this Karuta does not know</source>
        <translation>{folder} のモデルは、この Karuta が知らない種類です</translation>
    </message>
    <message>
        <source>The model {name} does not find the pictures that it embedded</source>
        <translation>モデル {name} は、自分で埋め込んだ画像を見つけられません</translation>
    </message>
    <message>
        <source>The model&apos;s card {path} was altered or damaged, so it is not used</source>
        <translation>モデルの説明ファイル {path} が書き換えられたか壊れているため、使いません</translation>
    </message>
    <message>
        <source>The model&apos;s file {path} is missing or cannot be read</source>
        <translation>モデルのファイル {path} がないか、読めません</translation>
    </message>
    <message>
        <source>The model&apos;s file {path} was altered or damaged, so it is not used</source>
        <translation>モデルのファイル {path} は書き換えられたか壊れているため、使いません</translation>
    </message>
    <message>
        <source>The name in the title is too misspelled to be certain.</source>
        <translation>タイトルの名前に誤記が多く、カードを特定できません。</translation>
    </message>
    <message>
        <source>The photos seem to show {code}, but it is not clear enough.</source>
        <translation>写真のセットコードは{code}のようですが、はっきり読めるところが足りません。</translation>
    </message>
    <message>
        <source>The photos show {code}, which the catalogue lists as {rarities}.</source>
        <translation>写真のセットコードは{code}で、カタログのレアリティは{rarities}です。</translation>
    </message>
    <message>
        <source>The title does not mention the condition.</source>
        <translation>タイトルに状態の記載がありません。</translation>
    </message>
    <message>
        <source>The title does not mention the edition.</source>
        <translation>タイトルにエディションの記載がありません。</translation>
    </message>
    <message>
        <source>The title does not mention the language.</source>
        <translation>タイトルに言語の記載がありません。</translation>
    </message>
    <message>
        <source>The title does not mention the number of cards.</source>
        <translation>タイトルに枚数の記載がありません。</translation>
    </message>
    <message>
        <source>The title does not mention the rarity.</source>
        <translation>タイトルにレアリティの記載がありません。</translation>
    </message>
    <message>
        <source>The title has only a nickname.</source>
        <translation>タイトルには通称しかありません。</translation>
    </message>
    <message>
        <source>The title has only the beginning of a name.</source>
        <translation>タイトルには名前の初めの部分しかありません。</translation>
    </message>
    <message>
        <source>The training diverged at step {step} ({said}), so no model was made; run it again with a learning rate below {rate}.</source>
        <translation>学習がステップ {step} で発散したため（{said}）、モデルは作られませんでした。学習率を {rate} より小さくしてもう一度実行してください。</translation>
    </message>
    <message>
        <source>The training of {name} was stopped before its end, so there is no such model yet</source>
        <translation>{name} の学習は途中で止められたため、このモデルはまだありません</translation>
    </message>
    <message>
        <source>The {noun} at {path} cannot be written; check the permissions of the library.</source>
        <translation>{noun} {path} に書き込めません。ライブラリのアクセス権を確認してください。</translation>
    </message>
    <message>
        <source>The {noun} at {path} could not be read or written ({error}); check the disk and try again.</source>
        <translation>{noun} {path} を読み書きできません（{error}）。ディスクを確認して、もう一度試してください。</translation>
    </message>
    <message>
        <source>The {noun} at {path} could not be used: {error}.</source>
        <translation>{noun} {path} を使えません：{error}。</translation>
    </message>
    <message>
        <source>The {noun} at {path} is damaged ({complaint}).</source>
        <translation>{path} の{noun}が壊れています（{complaint}）。</translation>
    </message>
    <message>
        <source>The {noun} at {path} is damaged; `karuta doctor` says what can be done.</source>
        <translation>{noun} {path} が壊れています。対処は`karuta doctor`で確認できます。</translation>
    </message>
    <message>
        <source>The {noun} at {path} is in use by another program; wait for it to finish and try again.</source>
        <translation>{noun} {path} は別のプログラムが使用中です。終わるのを待って、もう一度試してください。</translation>
    </message>
    <message>
        <source>The {noun} at {path} was made by a newer Karuta (version {version}, this one knows {known}); update Karuta. Nothing was changed.</source>
        <translation>{noun} {path} は新しい Karuta で作られています（バージョン {version}、この Karuta は {known} まで）。Karuta を更新してください。何も変更していません。</translation>
    </message>
    <message>
        <source>The {noun} at {path} was made by an older Karuta; {command} brings it up to date.</source>
        <translation>{noun} {path} は古い Karuta で作られています。{command} で新しくなります。</translation>
    </message>
    <message>
        <source>There is no file {path}; check the name.</source>
        <translation>ファイル {path} がありません。名前を確かめてください。</translation>
    </message>
    <message>
        <source>There is no folder {path} with pictures.</source>
        <translation>画像のフォルダー {path} がありません。</translation>
    </message>
    <message>
        <source>There is no index yet</source>
        <translation>索引がまだありません</translation>
    </message>
    <message>
        <source>There is no library at {folder}; `karuta catalogue add FOLDER` makes one.</source>
        <translation>{folder} にライブラリはありません。カタログを追加すると作られます。</translation>
    </message>
    <message>
        <source>There is no model in {folder}</source>
        <translation>{folder} にモデルがありません</translation>
    </message>
    <message>
        <source>There is no model {name} in this library</source>
        <translation>このライブラリにモデル {name} はありません</translation>
    </message>
    <message>
        <source>There is no {name}: its PDF ends with page {count}.</source>
        <translation>{name} はありません。この PDF は{count}ページまでです。</translation>
    </message>
    <message>
        <source>There is no {noun} at {path}; {command} makes one.</source>
        <translation>{path} に{noun}はありません。{command} で作られます。</translation>
    </message>
    <message>
        <source>There is no {path}; name a file, a folder or a zip with cards.</source>
        <translation>{path} がありません。カードのファイル、フォルダー、または zip を指定してください。</translation>
    </message>
    <message>
        <source>This photo is not in the library; add it first.</source>
        <translation>この写真はライブラリにありません。先に追加してください。</translation>
    </message>
    <message>
        <source>What the queue says about {photos} was worked out again from their labels.</source>
        <translation>一覧の内容をラベルから作り直しました（{photos}）。</translation>
    </message>
    <message>
        <source>`karuta doctor --repair` restores it, or says what does</source>
        <translation>`karuta doctor --repair` で元に戻すか、戻し方を調べてください</translation>
    </message>
    <message>
        <source>`{command}` (process {process}, for {minutes} min)</source>
        <translation>「{command}」（プロセス {process}、{minutes}分前から）</translation>
    </message>
    <message>
        <source>artwork is `{value}`, not main, alternate or back</source>
        <translation>artwork が `{value}` です（main、alternate、back のいずれかにしてください）</translation>
    </message>
    <message>
        <source>it cannot be written ({reason}) and is read</source>
        <translation>書き込めないため（{reason}）、閲覧のみです</translation>
    </message>
    <message>
        <source>it has the id {id} of {place}, and another {what}: left out</source>
        <translation>{place}と ID {id} が同じで、{what} が違うため、追加しません</translation>
    </message>
    <message>
        <source>it has the id {id} of {place}, and another {what}: left out; by the column {column} they are two cards</source>
        <translation>{place}と ID {id} が同じで、{what} が違うため、追加しません。列 {column} では別々のカードです</translation>
    </message>
    <message>
        <source>it has the id {id} of {place}, and another {what}: taken as its printing</source>
        <translation>{place}と ID {id} が同じで、{what} が違いますが、同じカードの版とします</translation>
    </message>
    <message>
        <source>it is a device or a pipe, not a file</source>
        <translation>ファイルではなく、デバイスかパイプです</translation>
    </message>
    <message>
        <source>it is not CSV ({error})</source>
        <translation>CSV ではありません（{error}）</translation>
    </message>
    <message>
        <source>it is not text in the file&apos;s encoding ({encoding})</source>
        <translation>ファイルの文字コード（{encoding}）の文字ではありません</translation>
    </message>
    <message>
        <source>it reads another alphabet</source>
        <translation>読み取れる文字の範囲が違います</translation>
    </message>
    <message>
        <source>it was altered</source>
        <translation>書き換えられています</translation>
    </message>
    <message>
        <source>no change: {new} of {n}</source>
        <translation>{n}件中の正解は{new}件のまま</translation>
    </message>
    <message>
        <source>photos of which the last lookup is not as it was written: {count}</source>
        <translation>最後の照合結果が書き込んだときと違う写真：{count}</translation>
    </message>
    <message>
        <source>row {row}</source>
        <translation>{row} 件目</translation>
    </message>
    <message>
        <source>run `karuta index rebuild`, which puts the shipped model in its place</source>
        <translation>`karuta index rebuild` を実行してください。付属のモデルに置き換わります</translation>
    </message>
    <message>
        <source>set this computer&apos;s clock, which seems to be behind; if it is right, another clock was ahead: the library in which these were made stamps them anew, and undoing the merge that brought them takes them out of this one</source>
        <translation>このコンピューターの時計が遅れているようです。合わせてください。正しければ、ほかの時計が進んでいました。付けた元のライブラリが時刻を付け直します。取り込んだ統合を取り消せば、ここからは除かれます</translation>
    </message>
    <message>
        <source>the game that this is the back of is missing</source>
        <translation>どのゲームの裏面か指定されていません</translation>
    </message>
    <message>
        <source>the proxy of this computer is not an HTTP proxy ({reason})</source>
        <translation>このパソコンのプロキシは HTTP プロキシではありません（{reason}）</translation>
    </message>
    <message>
        <source>this system has no Japanese font, so Japanese names are shown as boxes</source>
        <translation>日本語フォントがないため、日本語の名前は四角で表示されます</translation>
    </message>
    <message>
        <source>{address} is not the address of a mirror, such as https://mirror.example/cards.</source>
        <translation>{address} はミラーのアドレスではありません（例：https://mirror.example/cards）。</translation>
    </message>
    <message>
        <source>{cards} share a picture with another card, or nearly, {across} of them across games; a photo alone cannot make them sure</source>
        <translation>{cards}の画像は、ほかのカードと同じか、ほとんど同じです（別のゲームと同じもの：{across}）。写真だけでは「確実」になりません</translation>
    </message>
    <message>
        <source>{cell} is not a currency</source>
        <translation>{cell} は通貨ではありません</translation>
    </message>
    <message>
        <source>{cell} is not a date</source>
        <translation>{cell} は日付ではありません</translation>
    </message>
    <message>
        <source>{cell} is not a price</source>
        <translation>{cell} は価格ではありません</translation>
    </message>
    <message>
        <source>{count} cards</source>
        <translation>カード{count}種類</translation>
    </message>
    <message>
        <source>{count} labels</source>
        <translation>ラベル{count}件</translation>
    </message>
    <message>
        <source>catalogue</source>
        <translation>カタログ</translation>
    </message>
    <message>
        <source>install Karuta again</source>
        <translation>Karuta をインストールし直してください</translation>
    </message>
    <message>
        <source>label file</source>
        <translation>ラベルファイル</translation>
    </message>
    <message>
        <source>new cards</source>
        <translation>新しいカード</translation>
    </message>
    <message>
        <source>on the standard test {shares}, and a loss of {loss} points is not ruled out (allowed: {allowed})</source>
        <translation>標準テストでは{shares}。{loss}ポイントの悪化が否定できません（許容 {allowed}）</translation>
    </message>
    <message>
        <source>on your own labels there is no gain: {shares}</source>
        <translation>ご自身のラベルでは改善がありません：{shares}</translation>
    </message>
    <message>
        <source>on your own labels {shares}</source>
        <translation>ご自身のラベルでは{shares}</translation>
    </message>
    <message>
        <source>on your own labels {shares} by the scores alone</source>
        <translation>ご自身のラベルでは、スコアだけで{shares}</translation>
    </message>
    <message>
        <source>on your own labels {shares}; that may be chance (p = {p})</source>
        <translation>ご自身のラベルでは{shares}。偶然かもしれません（p = {p}）</translation>
    </message>
    <message>
        <source>process {process}</source>
        <translation>プロセス {process}</translation>
    </message>
    <message>
        <source>process {process} ({command})</source>
        <translation>プロセス {process}（{command}）</translation>
    </message>
    <message>
        <source>rare cards</source>
        <translation>珍しいカード</translation>
    </message>
    <message>
        <source>report it, with the processor&apos;s name</source>
        <translation>プロセッサー名を添えて報告してください</translation>
    </message>
    <message>
        <source>the library has no label that the new model has not seen</source>
        <translation>新しいモデルがまだ見ていないラベルがこのライブラリにはありません</translation>
    </message>
    <message>
        <source>the loss went from {began} to {recent}</source>
        <translation>損失が {began} から {recent} になりました</translation>
    </message>
    <message>
        <source>the next `karuta confirm` or the window</source>
        <translation>次の「karuta confirm」かこのウィンドウ</translation>
    </message>
    <message>
        <source>there are too few labels that the new model has not seen: {labels} of {cards}, and {least} of {least_cards} are needed</source>
        <translation>新しいモデルがまだ見ていないラベルが少なすぎます（{labels}・{cards}。{least}・{least_cards}が必要です）</translation>
    </message>
    <message>
        <source>train it again</source>
        <translation>もう一度学習してください</translation>
    </message>
    <message>
        <source>update Karuta</source>
        <translation>Karuta を更新してください</translation>
    </message>
    <message>
        <source>{count} artworks have no usable picture file, so {name} would not know them; add their catalogue folder again. Nothing was changed.</source>
        <translation>使える画像ファイルのないイラストが{count}点あり、{name} はそれを知らないことになります。カタログのフォルダーをもう一度追加してください。何も変更していません。</translation>
    </message>
    <message>
        <source>{fault}; {mend}.</source>
        <translation>{fault}。{mend}。</translation>
    </message>
    <message>
        <source>{holder} is changing this library; wait for it to finish and try again.</source>
        <translation>{holder} がこのライブラリを変更中です。終わるのを待って、もう一度試してください。</translation>
    </message>
    <message>
        <source>{name} could not be read ({reason}); try again.</source>
        <translation>{name} を読めません（{reason}）。もう一度試してください。</translation>
    </message>
    <message>
        <source>{name} no longer has this card; look the photo up again.</source>
        <translation>{name} のこのカードはもうありません。写真をもう一度照合してください。</translation>
    </message>
    <message>
        <source>{name} has {megapixels} megapixels; at most 250 can be opened.</source>
        <translation>{name} は{megapixels}メガピクセルあります。開けるのは 250 までです。</translation>
    </message>
    <message>
        <source>{name} is an empty file; copy the photo again.</source>
        <translation>{name} は空のファイルです。写真をコピーし直してください。</translation>
    </message>
    <message>
        <source>{name} is damaged or cut off; copy the photo again.</source>
        <translation>{name} は壊れているか、途中で切れています。写真をコピーし直してください。</translation>
    </message>
    <message>
        <source>{name} is not a file; save the photo to a file first.</source>
        <translation>{name} はファイルではありません。写真をファイルに保存してください。</translation>
    </message>
    <message>
        <source>{name} is not a picture; choose a photo (JPEG, PNG, WebP, HEIC, ...).</source>
        <translation>{name} は画像ではありません。写真（JPEG、PNG、WebP、HEIC など）を選んでください。</translation>
    </message>
    <message>
        <source>{name} is {format}, which Karuta does not open; save it as JPEG or PNG.</source>
        <translation>{name} は {format} で、Karuta では開けません。JPEG か PNG で保存してください。</translation>
    </message>
    <message>
        <source>{path} has no column {columns}; it begins with {header}.</source>
        <translation>{path} に列 {columns} がありません。1行目は {header} で始まります。</translation>
    </message>
    <message>
        <source>{path} is not {title} but {other}; leave the format out, and Karuta sees that by itself.</source>
        <translation>{path} は {title} ではなく {other} です。形式を指定しなければ、Karuta が自動で見分けます。</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>{source} is missing or damaged; add its catalogue folder again. Nothing was written.</source>
        <translation>{source} がないか、壊れています。元のカタログフォルダーをもう一度追加してください。何も書き出していません。</translation>
    </message>
    <message>
        <source>a name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>delete its folder and train again</source>
        <translation>そのフォルダーを削除して、もう一度学習してください</translation>
    </message>
    <message>
        <source>move it away</source>
        <translation>別の場所に移してください</translation>
    </message>
    <message>
        <source>train from another model</source>
        <translation>別のモデルから学習してください</translation>
    </message>
    <message>
        <source>The file with the watched folder</source>
        <translation>監視するフォルダーのファイル</translation>
    </message>
    <message>
        <source>The index&apos;s manifest {path} cannot be read: {reason}</source>
        <translation>索引の目録 {path} を読み込めません（{reason}）</translation>
    </message>
    <message>
        <source>The index&apos;s manifest {path} is damaged: {reason}</source>
        <translation>索引の目録 {path} が壊れています（{reason}）</translation>
    </message>
    <message>
        <source>The model&apos;s card {path} cannot be read ({reason})</source>
        <translation>モデルの記述 {path} を読み込めません（{reason}）</translation>
    </message>
    <message>
        <source>The model&apos;s card {path} is damaged: {reason}</source>
        <translation>モデルの記述 {path} が壊れています（{reason}）</translation>
    </message>
    <message>
        <source>`{place}` is `{value}`, which is not known</source>
        <translation>「{place}」の「{value}」は知らない値です</translation>
    </message>
    <message>
        <source>`{place}` is missing</source>
        <translation>「{place}」がありません</translation>
    </message>
    <message>
        <source>`{place}` is not between {low} and {high}</source>
        <translation>「{place}」が {low} から {high} の間にありません</translation>
    </message>
    <message>
        <source>`{place}` is not {wanted}</source>
        <translation>「{place}」が{wanted}ではありません</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>リスト</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数値</translation>
    </message>
    <message>
        <source>a number in it has too many digits</source>
        <translation>中の数値の桁が多すぎます</translation>
    </message>
    <message>
        <source>a number in it is too large</source>
        <translation>中の数値が大きすぎます</translation>
    </message>
    <message>
        <source>a path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>オブジェクト</translation>
    </message>
    <message>
        <source>it cannot be read ({reason})</source>
        <translation>読めません（{reason}）</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>中身が空です</translation>
    </message>
    <message>
        <source>it is larger than {most} MB</source>
        <translation>{most} MB を超えています</translation>
    </message>
    <message>
        <source>it is nested more than {most} deep</source>
        <translation>入れ子が{most}段を超えています</translation>
    </message>
    <message>
        <source>it is not {wanted}</source>
        <translation>{wanted}ではありません</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文字列</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>真偽値</translation>
    </message>
    <message>
        <source>{file} is shorter or longer than it says</source>
        <translation>{file} の長さが、書かれている大きさと合いません</translation>
    </message>
    <message>
        <source>{folder} isn&apos;t a catalogue folder: it has no {file}. Help, Libraries and catalogues, shows what one holds.</source>
        <translation>{folder} はカタログのフォルダーではありません。{file} がありません。必要なファイルは、ヘルプの「ライブラリとカタログ」にあります。</translation>
    </message>
    <message>
        <source>{game} ({right} right, {accepted} taken for another, photos: {photos}; verdicts fitted to this game)</source>
        <translation>{game}（正解 {right}、取り違え {accepted}、写真 {photos} 枚、判定の基準はこのゲーム専用）</translation>
    </message>
    <message>
        <source>{name} holds {artworks}, {behind} more are not in it yet</source>
        <translation>{name} に{artworks}、まだ入っていないもの {behind}</translation>
    </message>
    <message>
        <source>{name} is a PDF, and each page of it is a photo; name one of them, as in {page} (it has {count}).</source>
        <translation>{name} は PDF で、1ページが1枚の写真です。{page} のようにページを指定してください（全{count}ページ）。</translation>
    </message>
    <message>
        <source>{name} is made of far too many small parts for its size (fill bytes, chunks); save it anew as a plain JPEG.</source>
        <translation>{name} は、大きさに比べて細かい部分（詰め物のバイトやチャンク）が多すぎます。通常の JPEG で保存し直してください。</translation>
    </message>
    <message>
        <source>{name}: {labels}</source>
        <translation>{name}：{labels}</translation>
    </message>
    <message>
        <source>{name}: {labels}, works on {batch}</source>
        <translation>{name}：{labels}（{batch} を作業中）</translation>
    </message>
    <message>
        <source>{new} of {n} correct, was {old}</source>
        <translation>{n}件中の正解が{old}件から{new}件に</translation>
    </message>
    <message>
        <source>{out} belongs to the library {library}, so it is not written over; choose a place outside it.</source>
        <translation>{out} はライブラリ {library} の中にあるため、上書きしません。ライブラリの外の場所を選んでください。</translation>
    </message>
    <message>
        <source>{out} is a folder; choose a file to write to.</source>
        <translation>{out} はフォルダーです。書き込むファイルを指定してください。</translation>
    </message>
    <message>
        <source>{out} is read for this, so it is not written over; choose another name.</source>
        <translation>{out} はこの処理で読むファイルなので、上書きしません。別の名前を選んでください。</translation>
    </message>
    <message>
        <source>{packages} brings one</source>
        <translation>{packages} で入ります</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}), so its library can only be read; change its permissions, or copy the library to a folder of your own.</source>
        <translation>{path} に書き込めないため（{reason}）、このライブラリは閲覧のみです。アクセス権を変えるか、ライブラリを自分のフォルダーにコピーしてください。</translation>
    </message>
    <message>
        <source>{path} has columns that Karuta did not make, or lacks some ({parts}), so nothing was taken from it; `karuta doctor --repair` there puts that right.</source>
        <translation>{path} に Karuta のものでない列があるか、必要な列がないため（{parts}）、何も取り込みませんでした。元の場所で `karuta doctor --repair` を実行すると直ります。</translation>
    </message>
    <message>
        <source>{path} has far more rows, cells, lines or entries than its size explains, and is not read; save it anew without the empty ones.</source>
        <translation>{path} は、大きさに比べて行・セル・項目が多すぎるため読み込みません。空のものを除いて保存し直してください。</translation>
    </message>
    <message>
        <source>{path} is a device or a pipe, not a file to write to; choose another name.</source>
        <translation>{path} はファイルではなく、デバイスかパイプなので書き込めません。別の名前を選んでください。</translation>
    </message>
    <message>
        <source>{path} is a file, not a library&apos;s folder; name a folder.</source>
        <translation>{path} はファイルで、ライブラリのフォルダーではありません。フォルダーを指定してください。</translation>
    </message>
    <message>
        <source>{path} is damaged: {reason}.</source>
        <translation>{path} が壊れています：{reason}。</translation>
    </message>
    <message>
        <source>{path} is empty, so nothing was taken from it; copy it once more.</source>
        <translation>{path} は空なので、何も取り込みませんでした。もう一度コピーしてください。</translation>
    </message>
    <message>
        <source>{path} is not a table of entries; its first line names the columns: {columns}.</source>
        <translation>{path} は入力の表ではありません。最初の行に列の名前を書いてください：{columns}。</translation>
    </message>
    <message>
        <source>{path} is not readable ({reason}); change its permissions.</source>
        <translation>{path} を読み込めません（{reason}）。アクセス権を変えてください。</translation>
    </message>
    <message>
        <source>{path} is not {title}: that is {reads}.</source>
        <translation>{path} は {title} ではありません。{title} は {reads} です。</translation>
    </message>
    <message>
        <source>{photo} lies outside the folder of the listings, so it is shown in no sheet and no report.</source>
        <translation>{photo} は出品のフォルダーの外にあります。そのため、シートにも報告書にも載せていません。</translation>
    </message>
    <message>
        <source>{place}: {reason}</source>
        <translation>{place}: {reason}</translation>
    </message>
    <message>
        <source>The {noun} at {path} is damaged; {restored}.</source>
        <translation>{noun} {path} が壊れています。{restored}。</translation>
    </message>
    <message>
        <source>The {noun} at {path} is empty; {command} fills it.</source>
        <translation>{noun} {path} は空です。{command} で中身を作れます。</translation>
    </message>
    <message>
        <source>{name} is damaged; add its catalogue folder again.</source>
        <translation>{name} が壊れています。元のカタログフォルダーをもう一度追加してください。</translation>
    </message>
    <message>
        <source>Something in Karuta went wrong.</source>
        <translation>Karuta で不具合が起きました。</translation>
    </message>
    <message>
        <source>{name} could not be decoded: something in Karuta went wrong; please report it.</source>
        <translation>{name} をデコードできませんでした。Karuta の不具合です。報告してください。</translation>
    </message>
    <message>
        <source>{name} could not be looked up: something in Karuta went wrong; please report it.</source>
        <translation>{name} を照合できませんでした。Karuta の不具合です。報告してください。</translation>
    </message>
    <message>
        <source>{name} could not be looked up: {reason}</source>
        <translation>{name} を照合できませんでした：{reason}</translation>
    </message>
    <message>
        <source>one row in it is not as it was written</source>
        <translation>書いたときの内容と違う行が1件あります</translation>
    </message>
    <message>
        <source>{count} rows in it are not as they were written</source>
        <translation>書いたときの内容と違う行が{count}件あります</translation>
    </message>
    <message>
        <source>1 event</source>
        <translation>1件の記録</translation>
    </message>
    <message>
        <source>A window has the library at {folder} open, so this was not done; close it and try again.</source>
        <translation>ライブラリ {folder} はウィンドウで開いているため、実行しませんでした。閉じてからもう一度試してください。</translation>
    </message>
    <message>
        <source>The label file at {path} is damaged ({complaint}); {mend}.</source>
        <translation>ラベルファイル {path} が壊れています（{complaint}）。{mend}。</translation>
    </message>
    <message>
        <source>The label file at {path} is empty, and it held {events}; {mend}.</source>
        <translation>ラベルファイル {path} が空になっています。{events}が入っていました。{mend}。</translation>
    </message>
    <message>
        <source>The label file at {path} is in use by another program; wait for it to finish and try again. Nothing was changed.</source>
        <translation>ラベルファイル {path} は別のプログラムが使用中です。終わるのを待って、もう一度試してください。何も変更していません。</translation>
    </message>
    <message>
        <source>The label file at {path} is in use by {holder}; wait for it to finish and try again. Nothing was changed.</source>
        <translation>ラベルファイル {path} は {holder} が使用中です。終わるのを待って、もう一度試してください。何も変更していません。</translation>
    </message>
    <message>
        <source>The label file at {path} is missing, and it held {events}; {mend}.</source>
        <translation>ラベルファイル {path} がありません。{events}が入っていました。{mend}。</translation>
    </message>
    <message>
        <source>The label file at {path} is shorter than it was: it holds {held} of {events}; {mend}.</source>
        <translation>ラベルファイル {path} が短くなっています。{events}のうち{held}件しかありません。{mend}。</translation>
    </message>
    <message>
        <source>The second folder for backups {folder} is not there; connect its disk or choose another.</source>
        <translation>バックアップの2つ目のフォルダー {folder} がありません。そのディスクをつなぐか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>There is no backup {name}; `karuta backups` lists those of this library.</source>
        <translation>バックアップ {name} はありません。このライブラリのものは「karuta backups」で一覧できます。</translation>
    </message>
    <message>
        <source>There is no room for a backup of {size} MB in {folder}; free some space and try again. Nothing was lost.</source>
        <translation>{folder} には {size} MB のバックアップを置く空きがありません。空きを作って、もう一度試してください。失われたものはありません。</translation>
    </message>
    <message>
        <source>it is damaged ({complaint})</source>
        <translation>壊れています（{complaint}）</translation>
    </message>
    <message>
        <source>it is not what was written: some of it has changed since</source>
        <translation>書いたときの内容と違います。その後に一部が変わっています</translation>
    </message>
    <message>
        <source>it was made by a newer Karuta (version {version}); update this one</source>
        <translation>新しい Karuta で作られています（バージョン {version}）。この Karuta を更新してください</translation>
    </message>
    <message>
        <source>{count} events</source>
        <translation>{count}件の記録</translation>
    </message>
    <message>
        <source>{file} could not be copied as it is ({complaint}), so the label file was left as it was; try another backup.</source>
        <translation>{file} をそのままコピーできなかったため（{complaint}）、ラベルファイルは元のままにしました。別のバックアップを試してください。</translation>
    </message>
    <message>
        <source>The disk is full; free some space and try again. Nothing was lost.</source>
        <translation>ディスクがいっぱいです。空きを作って、もう一度試してください。失われたものはありません。</translation>
    </message>
    <message>
        <source>{name} has more than 250 megapixels; at most 250 can be opened.</source>
        <translation>{name} は250メガピクセルを超えています。開けるのは 250 までです。</translation>
    </message>
    <message>
        <source>Boxes, outlines and cards, for training detectors</source>
        <translation>枠・輪郭・カード（検出器の学習用）</translation>
    </message>
    <message>
        <source>COCO</source>
        <translation>COCO</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Folders of crops</source>
        <translation>切り抜きのフォルダー</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Label Studio</source>
        <translation>Label Studio</translation>
    </message>
    <message>
        <source>Tasks with polygons and cards</source>
        <translation>多角形とカードを持つタスク</translation>
    </message>
    <message>
        <source>The first line of {path} cannot be read ({error}); save it as UTF-8 CSV.</source>
        <translation>{path} の1行目を読めません（{error}）。UTF-8 の CSV として保存してください。</translation>
    </message>
    <message>
        <source>A row of the label file is not as it was written; `karuta doctor` says which.</source>
        <translation>ラベルファイルに、書き込まれたときと異なる行があります。`karuta doctor`でどの行かを調べられます。</translation>
    </message>
    <message>
        <source>The demo is open in a window; close it, then make the demo anew. Nothing was changed.</source>
        <translation>デモは別のウィンドウで開いています。そのウィンドウを閉じてから、もう一度実行してください。何も変更していません。</translation>
    </message>
    <message>
        <source>There is no pack {pack} in this catalogue; `karuta pack list` lists them.</source>
        <translation>このカタログにパック {pack} はありません。パックの一覧は「karuta pack list」で見られます。</translation>
    </message>
    <message>
        <source>The nicknames in {path} cannot be read ({reason}).</source>
        <translation>{path} の通称を読めません（{reason}）。</translation>
    </message>
    <message>
        <source>it has {count} cells and not three: game, nickname, card</source>
        <translation>セルが{count}個あります（game, nickname, card の3個が必要です）</translation>
    </message>
    <message>
        <source>it is not UTF-8 text</source>
        <translation>UTF-8 のテキストではありません</translation>
    </message>
    <message>
        <source>it names no nickname</source>
        <translation>通称がありません</translation>
    </message>
    <message>
        <source>its quotation marks do not match</source>
        <translation>引用符の対応が正しくありません</translation>
    </message>
    <message>
        <source>{file} line {line} is left out: {reason}.</source>
        <translation>{file} の{line}行目は使いません：{reason}。</translation>
    </message>
    <message>
        <source>{path} is too large for a table of nicknames, so it is not used.</source>
        <translation>{path} は通称の表としては大きすぎるため、使いません。</translation>
    </message>
    <message>
        <source>The table has no column {column}; it has {columns}.</source>
        <translation>この表に {column} という列はありません。あるのは {columns} です。</translation>
    </message>
    <message>
        <source>There is no field {field}; there are {fields}.</source>
        <translation>{field} という項目はありません。あるのは {fields} です。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} を読めません：{reason}。</translation>
    </message>
    <message>
        <source>{path} has no first row with the names of its columns.</source>
        <translation>{path} の最初の行に列の名前がありません。</translation>
    </message>
    <message>
        <source>Karuta closed unexpectedly while opening {name}, so the photo was set aside; try it again, or remove it from the queue.</source>
        <translation>{name} を開いている間に Karuta が終了したため、この写真を保留にしました。もう一度試すか、一覧から外してください。</translation>
    </message>
    <message>
        <source>The backup copy is damaged ({complaint}), so the original was left as it was; `karuta doctor` says what can be done.</source>
        <translation>バックアップしたコピーが壊れているため（{complaint}）、元のファイルはそのままにしました。対処は`karuta doctor`で確認できます。</translation>
    </message>
    <message>
        <source>Another window has the library at {folder} open and does not respond; close it first.</source>
        <translation>{folder} のライブラリは別のウィンドウで開かれていますが、応答がありません。先にそのウィンドウを閉じてください。</translation>
    </message>
    <message>
        <source>It is not better on your own photos that were kept for evaluation.</source>
        <translation>評価用に取り分けた自分の写真では、良くなっていません。</translation>
    </message>
    <message>
        <source>No artwork can be copied to {folder}: {reason}; fix that and add the folder again. Nothing was lost.</source>
        <translation>{folder} にイラストをコピーできません：{reason}。原因を取り除いて、もう一度フォルダーを追加してください。失われたものはありません。</translation>
    </message>
    <message>
        <source>No artwork or labelled crop could be read; `karuta doctor` says how to fix that.</source>
        <translation>イラストもラベル付きの切り抜きも読み込めませんでした。直し方は`karuta doctor`で確認できます。</translation>
    </message>
    <message>
        <source>No label is kept for evaluation yet, so it is not known whether it is better on your own photos.</source>
        <translation>評価用に取り分けたラベルがまだないため、自分の写真で良くなったかどうかは分かりません。</translation>
    </message>
    <message>
        <source>No model was promoted in the library at {folder}, so there is nothing to roll back to; `karuta model promote NAME` switches to another.</source>
        <translation>{folder} のライブラリではまだモデルが切り替えられていないため、戻す先がありません。切り替えるには「karuta model promote NAME」を使います。</translation>
    </message>
    <message>
        <source>Nothing to undo: {annotator} has no action left to undo in this library.</source>
        <translation>取り消す操作はありません。このライブラリに、{annotator} の取り消せる操作は残っていません。</translation>
    </message>
    <message>
        <source>One picture could not be read and was skipped.</source>
        <translation>読み込めなかった画像1枚を除きました。</translation>
    </message>
    <message>
        <source>Paused at step {step} of {steps}; `karuta train` resumes from there.</source>
        <translation>ステップ {step}/{steps} で一時停止しました。次に学習を始めると、続きから再開します。</translation>
    </message>
    <message>
        <source>The annotator&apos;s name is empty or contains control characters; give another with --annotator.</source>
        <translation>作業者の名前が空か、使えない文字を含んでいます。設定で別の名前にしてください。</translation>
    </message>
    <message>
        <source>The index does not match its manifest</source>
        <translation>索引の中身が目録と一致しません</translation>
    </message>
    <message>
        <source>The library at {folder} has no model; `karuta index rebuild` adds one.</source>
        <translation>{folder} のライブラリにモデルがありません。`karuta index rebuild`で追加できます。</translation>
    </message>
    <message>
        <source>The list of what the model was trained on, {path}, was altered or is missing</source>
        <translation>モデルの学習に使ったものの一覧 {path} が書き換えられたか、なくなっています</translation>
    </message>
    <message>
        <source>The model in {folder} gives other results on this machine than when it was made</source>
        <translation>{folder} のモデルは、このコンピューターでは作成時と違う結果になります</translation>
    </message>
    <message>
        <source>The model in {folder} has no hash for its {part}, so it is not used</source>
        <translation>{folder} のモデルに {part} のハッシュがないため、使いません</translation>
    </message>
    <message>
        <source>The {noun} at {path} could not be backed up to {folder} ({reason}), so it was left as it was; fix that and try again.</source>
        <translation>{noun} {path} を {folder} にバックアップできないため（{reason}）、元のままにしました。原因を取り除いて、もう一度試してください。</translation>
    </message>
    <message>
        <source>There is no folder {folder}; choose a folder that contains {file}.</source>
        <translation>{folder} というフォルダーはありません。{file} のあるフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>These four corners do not form a card; move them so that its edges do not cross.</source>
        <translation>この四隅ではカードになりません。辺が交わらないように動かしてください。</translation>
    </message>
    <message>
        <source>`karuta model list` lists others</source>
        <translation>ほかのモデルは「karuta model list」で見られます</translation>
    </message>
    <message>
        <source>`karuta model list` lists usable ones</source>
        <translation>使えるモデルは「karuta model list」で見られます</translation>
    </message>
    <message>
        <source>`karuta model list` lists them</source>
        <translation>「karuta model list」で見られます</translation>
    </message>
    <message>
        <source>`karuta train` resumes it</source>
        <translation>「karuta train」で続きから再開します</translation>
    </message>
    <message>
        <source>{count} pictures could not be read and were skipped.</source>
        <translation>読み込めなかった画像{count}枚を除きました。</translation>
    </message>
    <message>
        <source>it was trained on labels that are likely wrong, {count} of {labels}; check them first: {named}</source>
        <translation>学習に使ったラベル{labels}件のうち{count}件は誤りの可能性が高いので、まず確認してください：{named}</translation>
    </message>
    <message>
        <source>the loss is not a number</source>
        <translation>損失が数値でなくなりました</translation>
    </message>
    <message>
        <source>{fault}; exact search is used until `karuta index rebuild` repairs it.</source>
        <translation>{fault}。厳密検索で答えています。`karuta index rebuild`で直ります。</translation>
    </message>
    <message>
        <source>{folder} is a file; choose the folder that contains {file}.</source>
        <translation>{folder} はファイルです。{file} のあるフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>{name} is a folder; choose the photos in it.</source>
        <translation>{name} はフォルダーです。中の写真を選んでください。</translation>
    </message>
    <message>
        <source>{name} is already the active model</source>
        <translation>{name} はすでに使用中のモデルです</translation>
    </message>
    <message>
        <source>{name} is not readable; change its permissions.</source>
        <translation>{name} を読む許可がありません。アクセス権を変更してください。</translation>
    </message>
    <message>
        <source>{name} needs more memory than is available; save it smaller.</source>
        <translation>{name} を開くメモリーが足りません。小さくして保存し直してください。</translation>
    </message>
    <message>
        <source>{out} already exists; choose another name, or replace it with --force.</source>
        <translation>{out} はすでにあります。別の名前を選んでください。</translation>
    </message>
    <message>
        <source>{out} is not a folder that Karuta exported, so it is not replaced; choose another name.</source>
        <translation>{out} は Karuta が書き出したフォルダーではないため、置き換えません。別の名前を選んでください。</translation>
    </message>
    <message>
        <source>{path} is not a Karuta {noun}; move it away or choose another library.</source>
        <translation>{path} は Karuta の{noun}ではありません。別の場所に移すか、別のライブラリを選んでください。</translation>
    </message>
    <message>
        <source>{reason}{place}. Nothing was lost; fix that and run the command again.</source>
        <translation>{reason}{place}。失われたものはありません。原因を取り除いて、もう一度実行してください。</translation>
    </message>
    <message>
        <source>Confirmed crops are not used: {reason}</source>
        <translation>確定した切り抜きを使っていません：{reason}</translation>
    </message>
    <message>
        <source>The damaged file {path} could not be moved aside ({reason}); fix that and try again.</source>
        <translation>壊れたファイル {path} を退避できませんでした（{reason}）。原因を取り除いてから、もう一度試してください。</translation>
    </message>
    <message>
        <source>The list of what the model was trained on, {path}, is damaged</source>
        <translation>モデルの学習に使ったものの一覧 {path} が壊れています</translation>
    </message>
    <message>
        <source>The file with the saved filter and sorting</source>
        <translation>絞り込みと並び順のファイル</translation>
    </message>
    <message>
        <source>`{name}` is not a file name</source>
        <translation>「{name}」はファイル名ではありません</translation>
    </message>
    <message>
        <source>`{place}` has {count} values instead of {wanted}</source>
        <translation>「{place}」の値は{wanted}個のはずが{count}個です</translation>
    </message>
    <message>
        <source>`{text}` is not a SHA-256</source>
        <translation>「{text}」は SHA-256 ではありません</translation>
    </message>
    <message>
        <source>it contains an incomplete character</source>
        <translation>不完全な文字が含まれています</translation>
    </message>
    <message>
        <source>it is not JSON (line {line})</source>
        <translation>JSON として読めません（{line}行目）</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>テキストではありません</translation>
    </message>
    <message>
        <source>it has `{key}` twice</source>
        <translation>「{key}」が重複しています</translation>
    </message>
    <message>
        <source>it has no thresholds for the verdicts</source>
        <translation>判定の境目が書かれていません</translation>
    </message>
    <message>
        <source>its calibration is invalid: {reason}</source>
        <translation>較正の値が正しくありません（{reason}）</translation>
    </message>
    <message>
        <source>its projection contains values that are not numbers</source>
        <translation>射影行列に数値でない値があります</translation>
    </message>
    <message>
        <source>{file} does not accept pictures of {size}</source>
        <translation>{file} は {size} の画像を受け付けません</translation>
    </message>
    <message>
        <source>{file} has {rows} rows of {columns} values instead of {wanted} of {values}</source>
        <translation>{file} は{wanted}行{values}列のはずが{rows}行{columns}列です</translation>
    </message>
    <message>
        <source>{file} is not a matrix</source>
        <translation>{file} は行列として読めません</translation>
    </message>
    <message>
        <source>{folder} contains a model that was not made by training</source>
        <translation>{folder} のモデルは学習で作られたものではありません</translation>
    </message>
    <message>
        <source>{name} in it is not a number</source>
        <translation>中の {name} は数値ではありません</translation>
    </message>
    <message>
        <source>{path}, which names the active model, is damaged: {reason}; `karuta index rebuild` repairs it.</source>
        <translation>使用中のモデルを記した {path} が壊れています（{reason}）。`karuta index rebuild`で直せます。</translation>
    </message>
    <message>
        <source>{value} is not a number of cards</source>
        <translation>{value} は枚数ではありません</translation>
    </message>
    <message>
        <source>{what} {path} is damaged: {reason}. Karuta goes on without it, and keeps it as {name}.</source>
        <translation>{what} {path} が壊れています（{reason}）。このファイルなしで続けます。壊れたファイルは {name} として残してあります。</translation>
    </message>
    <message>
        <source>{what} {path} is damaged: {reason}; Karuta goes on without it.</source>
        <translation>{what} {path} が壊れています（{reason}）。このファイルなしで続けます。</translation>
    </message>
    <message>
        <source>`karuta backups` lists its intact copies, and `karuta restore BACKUP` restores one</source>
        <translation>正常なバックアップは「karuta backups」で確認でき、「karuta restore BACKUP」で元に戻せます</translation>
    </message>
    <message>
        <source>{name} is damaged; `karuta doctor` says how to fix it.</source>
        <translation>{name} が壊れています。直し方は`karuta doctor`で確認できます。</translation>
    </message>
    <message>
        <source>The backup could not be copied to {folder} ({reason}); fix that or choose another folder.</source>
        <translation>バックアップを {folder} にコピーできませんでした（{reason}）。原因を取り除くか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>The backup folder {folder} is not readable ({reason}); change its permissions.</source>
        <translation>バックアップのフォルダー {folder} を読めません（{reason}）。読めるようにアクセス権を変更してください。</translation>
    </message>
    <message>
        <source>The label file at {path} could not be replaced ({reason}: {place}), so it was left as it was; fix that and try again.</source>
        <translation>ラベルファイル {path} を置き換えられなかったため（{reason}：{place}）、元のままにしました。原因を取り除いて、もう一度試してください。</translation>
    </message>
    <message>
        <source>The label file at {path} is not the one that was there: the newest of {events} is not in it; {mend}.</source>
        <translation>ラベルファイル {path} は元のものではありません。{events}のうち最新のものが入っていません。{mend}。</translation>
    </message>
    <message>
        <source>`karuta restore {backup}` restores {events} of {made}, and `karuta restore --empty` starts empty</source>
        <translation>「karuta restore {backup}」で {made} の{events}を復元できます。「karuta restore --empty」で空の状態から始められます</translation>
    </message>
    <message>
        <source>it is not a Karuta label file</source>
        <translation>Karuta のラベルファイルではありません</translation>
    </message>
    <message>
        <source>{file} cannot be restored: {fault}; `karuta restore {best}` restores the newest intact one.</source>
        <translation>{file} は復元できません：{fault}。「karuta restore {best}」で、正常なもののうち最新のバックアップを復元できます。</translation>
    </message>
    <message>
        <source>{file} cannot be restored: {fault}; try another copy.</source>
        <translation>{file} は復元できません：{fault}。手元の別のコピーを試してください。</translation>
    </message>
    <message>
        <source>{path} contains no cards that Karuta can read; Help, Libraries and catalogues, lists what it can.</source>
        <translation>{path} には Karuta が読めるカードがありません。読めるものはヘルプの「ライブラリとカタログ」にあります。</translation>
    </message>
    <message>
        <source>{path} is not a Karuta label file, and the one that was there held {events}; {mend}.</source>
        <translation>{path} は Karuta のラベルファイルではありません。元のファイルには{events}が入っていました。{mend}。</translation>
    </message>
    <message>
        <source>{path} could not be written ({reason}); fix that and try again. Nothing was lost.</source>
        <translation>{path} に書き込めません（{reason}）。原因を取り除いて、もう一度試してください。失われたものはありません。</translation>
    </message>
    <message>
        <source>The {noun} at {path} was moved or replaced while it was open; nothing was saved. Open the library again.</source>
        <translation>{noun} {path} は、開いている間に移動されたか置き換えられました。何も保存していません。ライブラリを開き直してください。</translation>
    </message>
    <message>
        <source>{name} is no longer the same photo; use Locate moved photos to find it.</source>
        <translation>{name} は元の写真ではなくなっています。「移動した写真を探す」で元の写真を見つけてください。</translation>
    </message>
    <message>
        <source>{name} has more than {most} MB of data besides its pixels (texts, profiles); save it without them.</source>
        <translation>{name} には画像以外のデータ（文字情報やプロファイル）が {most} MB より多く入っています。それらを除いて保存し直してください。</translation>
    </message>
    <message>
        <source>{name} has {megapixels} megapixels; in this format ({format}) at most {most} can be opened, so save it smaller or as a plain JPEG.</source>
        <translation>{name} は{megapixels}メガピクセルあります。この形式（{format}）で開けるのは {most} までです。小さくするか、通常の JPEG で保存し直してください。</translation>
    </message>
    <message>
        <source>{name} is {megabytes} MB; in this format at most {most} can be opened, so save it smaller or as a JPEG.</source>
        <translation>{name} は {megabytes} MB あります。この形式で開けるのは {most} MB までです。小さくするか、JPEG で保存し直してください。</translation>
    </message>
    <message>
        <source>Rows of the label file that are not as they were written: {count}. Nothing was exported; `karuta doctor` lists them, and `karuta doctor --repair` restores them from a backup.</source>
        <translation>ラベルファイルの{count}行が、書き込んだときの内容と異なります。そのため何も書き出していません。該当する行は`karuta doctor`で確認でき、「karuta doctor --repair」でバックアップから戻せます。</translation>
    </message>
    <message>
        <source>One folder per card, lossless</source>
        <translation>カードごとに1フォルダー、無劣化</translation>
    </message>
    <message>
        <source>One object per label, for scripts</source>
        <translation>ラベルごとに1オブジェクト、スクリプト用</translation>
    </message>
    <message>
        <source>One row per label, for spreadsheets</source>
        <translation>ラベルごとに1行、表計算ソフト用</translation>
    </message>
    <message>
        <source>no backup is intact, but `karuta restore FILE` restores another copy, and `karuta restore --empty` starts empty</source>
        <translation>正常なバックアップはありませんが、手元のコピーは「karuta restore ファイル」で復元できます。「karuta restore --empty」で空の状態から始められます</translation>
    </message>
    <message>
        <source>Nothing to roll back: the catalogue has no pack.</source>
        <translation>取り消せるものはありません。カタログにパックがありません。</translation>
    </message>
    <message>
        <source>{path} is damaged and no longer says which model was active before; `karuta model list` lists the models, and `karuta model promote NAME` switches to one.</source>
        <translation>{path} が壊れており、以前どのモデルが使われていたかを読み取れません。「karuta model list」でモデルの一覧を確認し、「karuta model promote NAME」で切り替えてください。</translation>
    </message>
    <message>
        <source>No column of the table looks like a card&apos;s name; say which one it is with name=COLUMN. It has {columns}.</source>
        <translation>カード名らしい列がこの表にありません。どの列か指定してください（name=列名）。列は {columns} です。</translation>
    </message>
    <message>
        <source>{path} contains a link, {name}; nothing was unpacked.</source>
        <translation>{path} にリンク {name} が含まれています。何も展開していません。</translation>
    </message>
    <message>
        <source>{path} contains {name}, which leads out of its folder; nothing was unpacked.</source>
        <translation>{path} に含まれる {name} はフォルダーの外を指しています。何も展開していません。</translation>
    </message>
    <message>
        <source>{path} is damaged or not an XLSX file; save it again, or as CSV.</source>
        <translation>{path} は壊れているか、XLSX ではありません。保存し直すか、CSV で保存してください。</translation>
    </message>
    <message>
        <source>{path} is damaged or not a readable zip: {error}.</source>
        <translation>{path} は壊れているか、読める zip ではありません：{error}。</translation>
    </message>
    <message>
        <source>{path} takes {megabytes} MB when unpacked, and the disk with {place} has less; free some space, or unpack it elsewhere and add the folder.</source>
        <translation>{path} の展開には {megabytes} MB 必要ですが、{place} のあるディスクに空きがありません。空きを作るか、別の場所に展開してそのフォルダーを追加してください。</translation>
    </message>
    <message>
        <source>{path} is too large for a table of cards when unpacked; it was not opened.</source>
        <translation>{path} は展開するとカードの表としては大きすぎるので、開いていません。</translation>
    </message>
    <message>
        <source>{path} is too large for a zip of cards when unpacked; nothing was unpacked.</source>
        <translation>{path} は展開するとカードの zip としては大きすぎます。何も展開していません。</translation>
    </message>
    <message>
        <source>{path} is protected by a password; unpack it yourself and add the folder.</source>
        <translation>{path} にはパスワードが必要です。ご自分で展開して、そのフォルダーを追加してください。</translation>
    </message>
    <message>
        <source>picture {file} is missing</source>
        <translation>画像 {file} がありません</translation>
    </message>
    <message>
        <source>{field} is missing</source>
        <translation>{field} がありません</translation>
    </message>
    <message>
        <source>The card has no name; type one.</source>
        <translation>カードの名前がありません。入力してください。</translation>
    </message>
    <message>
        <source>{card} has this picture already.</source>
        <translation>{card} には、すでにこの画像があります。</translation>
    </message>
    <message>
        <source>{card} was not added correctly: {why}</source>
        <translation>{card} を正しく追加できませんでした：{why}</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}.</source>
        <translation>{name} を読み込めません：{reason}。</translation>
    </message>
    <message>
        <source>{name} is too large for the picture of a card.</source>
        <translation>{name} は、カードの画像としては大きすぎます。</translation>
    </message>
    <message>
        <source>Another command is downloading into {folder}; wait for it to finish.</source>
        <translation>別のコマンドが {folder} にダウンロード中です。終わるまで待ってください。</translation>
    </message>
    <message>
        <source>No card of {source} is in the set {sets}; a set is named by its code, such as the LOB of LOB-001.</source>
        <translation>{source} のカードに、セット {sets} のものはありません。セットはコードで指定します（LOB-001 なら LOB）。</translation>
    </message>
    <message>
        <source>the certificate of {host} is not trusted ({reason})</source>
        <translation>{host} の証明書を信頼できません（{reason}）</translation>
    </message>
    <message>
        <source>the list gives it a name that no file may have</source>
        <translation>リストにある名前が、ファイル名として使えません</translation>
    </message>
    <message>
        <source>{host} broke off</source>
        <translation>{host} との接続が途中で切れました</translation>
    </message>
    <message>
        <source>{host} cannot be reached ({reason})</source>
        <translation>{host} に接続できません（{reason}）</translation>
    </message>
    <message>
        <source>{host} does not answer in time</source>
        <translation>{host} が時間内に応答しません</translation>
    </message>
    <message>
        <source>{host} does not have it ({status})</source>
        <translation>{host} にありません（{status}）</translation>
    </message>
    <message>
        <source>{host} is busy ({status})</source>
        <translation>{host} が混み合っています（{status}）</translation>
    </message>
    <message>
        <source>{host} refuses it ({status})</source>
        <translation>{host} に断られました（{status}）</translation>
    </message>
    <message>
        <source>About {need} MB are needed at {folder}, and {free} MB are free; free some space, or choose another place. What was downloaded so far is kept.</source>
        <translation>{folder} に約 {need} MB 必要ですが、空きは {free} MB です。空きを作るか、別の場所を選んでください。ダウンロード済みのものは残っています。</translation>
    </message>
    <message>
        <source>The pictures cannot be downloaded at the moment: {reason}. What was downloaded so far is kept; try again later.</source>
        <translation>今は画像をダウンロードできません：{reason}。ダウンロード済みのものは残っています。後でもう一度試してください。</translation>
    </message>
    <message>
        <source>{address} is not an address of this source</source>
        <translation>{address} はこの元のアドレスではありません</translation>
    </message>
    <message>
        <source>{file} could not be downloaded: {reason}. What was downloaded so far is kept; try again later.</source>
        <translation>{file} をダウンロードできませんでした：{reason}。ダウンロード済みのものは残っています。後でもう一度試してください。</translation>
    </message>
    <message>
        <source>{host} asks to wait {minutes} minutes</source>
        <translation>{host} が{minutes}分待つよう求めています</translation>
    </message>
    <message>
        <source>{host} has a newer list by now</source>
        <translation>{host} のリストが新しくなりました</translation>
    </message>
    <message>
        <source>{host} redirects without end</source>
        <translation>{host} の転送が終わりません</translation>
    </message>
    <message>
        <source>{host} sends an answer that cannot be read</source>
        <translation>{host} の応答を読み取れません</translation>
    </message>
    <message>
        <source>{folder} holds other files already; choose a new folder or an empty one.</source>
        <translation>{folder} にはほかのファイルがあります。新しいフォルダーか空のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>Stopped; nothing of {pack} was added. Adding it again goes on from there.</source>
        <translation>中止しました。「{pack}」は何も追加されていません。もう一度追加すると、続きから始まります。</translation>
    </message>
    <message>
        <source>a back is of a game and not of a card, so its card_id stays empty</source>
        <translation>裏面はカードではなくゲームのものなので、card_id は空にします</translation>
    </message>
    <message>
        <source>a printing is not an object</source>
        <translation>printings の要素がオブジェクトではありません</translation>
    </message>
    <message>
        <source>card id {card} is in several games ({games}); name one</source>
        <translation>カード ID {card} は複数のゲームにあります（{games}）。ゲームを指定してください</translation>
    </message>
    <message>
        <source>card {card} has no name</source>
        <translation>カード {card} に名前がありません</translation>
    </message>
    <message>
        <source>card {card} has no row in texts</source>
        <translation>カード {card} の行が texts にありません</translation>
    </message>
    <message>
        <source>card {card} was on line {line} already</source>
        <translation>カード {card} は {line} 行目に既にあります</translation>
    </message>
    <message>
        <source>game may not contain a colon, which separates it from the card id</source>
        <translation>game にコロンは使えません（カード ID との区切りです）</translation>
    </message>
    <message>
        <source>holds half a character (a lone surrogate)</source>
        <translation>文字の片割れ（単独のサロゲート）が含まれています</translation>
    </message>
    <message>
        <source>holds what is not text</source>
        <translation>文字でないものが含まれています</translation>
    </message>
    <message>
        <source>id {value} is not a passcode</source>
        <translation>id {value} はパスワード（カード番号）ではありません</translation>
    </message>
    <message>
        <source>it cannot be unpacked: {reason}</source>
        <translation>展開できません：{reason}</translation>
    </message>
    <message>
        <source>it has neither oracle_id nor id</source>
        <translation>oracle_id も id もありません</translation>
    </message>
    <message>
        <source>it has no konami_id, password or page id</source>
        <translation>konami_id、password、ページ ID のどれもありません</translation>
    </message>
    <message>
        <source>it has no name in any language</source>
        <translation>どの言語の名前もありません</translation>
    </message>
    <message>
        <source>it is not a card but {kind}</source>
        <translation>カードではなく {kind} です</translation>
    </message>
    <message>
        <source>longer than {megabytes} MB</source>
        <translation>{megabytes} MB を超えています</translation>
    </message>
    <message>
        <source>names has no name in any language</source>
        <translation>names にどの言語の名前もありません</translation>
    </message>
    <message>
        <source>not CSV: a carriage return within the line</source>
        <translation>CSV ではありません：行の途中に復帰文字（CR）があります</translation>
    </message>
    <message>
        <source>not CSV: {reason}</source>
        <translation>CSV ではありません：{reason}</translation>
    </message>
    <message>
        <source>not JSON</source>
        <translation>JSON ではありません</translation>
    </message>
    <message>
        <source>not JSON: the file ends within a card, or nothing after it can be read</source>
        <translation>JSON ではありません：カードの途中でファイルが終わっているか、その先が読めません</translation>
    </message>
    <message>
        <source>not JSON: {value} is not a number</source>
        <translation>JSON ではありません：{value} は数ではありません</translation>
    </message>
    <message>
        <source>not JSON: {value} is too large</source>
        <translation>JSON ではありません：{value} は大きすぎます</translation>
    </message>
    <message>
        <source>not UTF-8</source>
        <translation>UTF-8 ではありません</translation>
    </message>
    <message>
        <source>not UTF-8, or half a character (a lone surrogate)</source>
        <translation>UTF-8 でないか、文字の片割れ（単独のサロゲート）です</translation>
    </message>
    <message>
        <source>not a JSON object</source>
        <translation>JSON オブジェクトではありません</translation>
    </message>
    <message>
        <source>not joined: it may be any of {cards}</source>
        <translation>結び付けませんでした：{cards} のどれとも考えられます</translation>
    </message>
    <message>
        <source>not joined: its passcode is that of {card}, which has another publisher&apos;s id</source>
        <translation>結び付けませんでした：パスワードは {card} と同じですが、発売元の ID が違います</translation>
    </message>
    <message>
        <source>not joined: {card} has its publisher&apos;s id, another passcode and another name</source>
        <translation>結び付けませんでした：{card} は発売元の ID が同じですが、パスワードも名前も違います</translation>
    </message>
    <message>
        <source>not joined: {card} is {there} in another pack and {here} here; choose the column that holds the card&apos;s id, or name another game</source>
        <translation>結び付けませんでした：{card} は別のパックでは「{there}」、ここでは「{here}」です。カード ID の列を選ぶか、別のゲーム名を指定してください</translation>
    </message>
    <message>
        <source>picture {file} cannot be read: {reason}</source>
        <translation>画像 {file} を読めません：{reason}</translation>
    </message>
    <message>
        <source>picture {file} changed while it was being added</source>
        <translation>画像 {file} が追加の途中で変わりました</translation>
    </message>
    <message>
        <source>the file cannot be read from here on: {reason}</source>
        <translation>ここから先のファイルを読めません：{reason}</translation>
    </message>
    <message>
        <source>the file cannot be unpacked: {reason}</source>
        <translation>ファイルを展開できません：{reason}</translation>
    </message>
    <message>
        <source>the file&apos;s name is not the name of a card</source>
        <translation>ファイル名がカードの名前になりません</translation>
    </message>
    <message>
        <source>the name of card {card} is not UTF-8</source>
        <translation>カード {card} の名前が UTF-8 ではありません</translation>
    </message>
    <message>
        <source>two files in the zip have this name</source>
        <translation>zip の中にこの名前のファイルが2つあります</translation>
    </message>
    <message>
        <source>unknown card {card}</source>
        <translation>カード {card} は知られていません</translation>
    </message>
    <message>
        <source>{count} of the first {all} rows have the {field} of another row and differ from it ({place}: {reason}); say which column tells cards apart with id=COLUMN, or which two with id=COLUMN+COLUMN. It has {columns}.</source>
        <translation>最初の {all} 行のうち {count} 行は、{field} がほかの行と同じですが、内容が違います（{place}：{reason}）。カードを区別できる列を id=列 で、2列で区別できるなら id=列+列 で指定してください。列：{columns}</translation>
    </message>
    <message>
        <source>{expected} By game: {games}.</source>
        <translation>{expected}ゲーム別：{games}。</translation>
    </message>
    <message>
        <source>{field} holds a character that cannot be shown</source>
        <translation>{field} に表示できない文字が含まれています</translation>
    </message>
    <message>
        <source>{field} is not a list</source>
        <translation>{field} がリストではありません</translation>
    </message>
    <message>
        <source>{field} is not an object</source>
        <translation>{field} がオブジェクトではありません</translation>
    </message>
    <message>
        <source>{field} is not text</source>
        <translation>{field} が文字列ではありません</translation>
    </message>
    <message>
        <source>{files} half written by programs that were killed</source>
        <translation>強制終了したプログラムが書きかけで残した{files}</translation>
    </message>
    <message>
        <source>{files} half written by programs that were killed, removed.</source>
        <translation>強制終了したプログラムが書きかけで残した{files}を削除しました。</translation>
    </message>
    <message>
        <source>{file} does not accept strips</source>
        <translation>{file} は文字の切り抜きを受け付けません</translation>
    </message>
    <message>
        <source>{file} leads out of {folder}/</source>
        <translation>{file} は {folder}/ の外を指しています</translation>
    </message>
    <message>
        <source>{file} of card {card} was on line {line} already</source>
        <translation>カード {card} の {file} は {line} 行目に既にあります</translation>
    </message>
    <message>
        <source>{file} {place}</source>
        <translation>{file} の{place}</translation>
    </message>
    <message>
        <source>{folder} contains {count} folders with a {name} instead of one</source>
        <translation>{folder} には {name} のあるフォルダーが一つではなく {count} あります</translation>
    </message>
    <message>
        <source>{folder} is not empty; choose an empty folder for the library.</source>
        <translation>{folder} は空ではありません。ライブラリには空のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>{game} (no photo; verdicts as for all games)</source>
        <translation>{game}（写真なし、判定の基準は全ゲーム共通）</translation>
    </message>
    <message>
        <source>{game} ({right} right, {accepted} taken for another, photos: {photos}; verdicts as for all games)</source>
        <translation>{game}（正解 {right}、取り違え {accepted}、写真 {photos} 枚、判定の基準は全ゲーム共通）</translation>
    </message>
    <message>
        <source>{game} has this back already.</source>
        <translation>{game} にはこの裏面が既にあります。</translation>
    </message>
    <message>
        <source>The sales in {path} cannot be read ({reason}); fix that and try again.</source>
        <translation>販売の表 {path} を読めません（{reason}）。直してからもう一度お試しください。</translation>
    </message>
    <message>
        <source>There is no table of sales {path}; check the name.</source>
        <translation>販売の表 {path} がありません。名前を確かめてください。</translation>
    </message>
    <message>
        <source>a quotation mark is not closed</source>
        <translation>引用符が閉じていません</translation>
    </message>
    <message>
        <source>a tab</source>
        <translation>タブ</translation>
    </message>
    <message>
        <source>it has a title alone, and titles are not read here; give its card_id</source>
        <translation>タイトルしかなく、ここではタイトルを読みません。card_id を書いてください</translation>
    </message>
    <message>
        <source>it has no currency</source>
        <translation>通貨がありません</translation>
    </message>
    <message>
        <source>it has no price</source>
        <translation>価格がありません</translation>
    </message>
    <message>
        <source>it has {count} cells for {columns} columns; put a text with {delimiter} in quotes</source>
        <translation>列は {columns} 個なのにセルが {count} 個あります。{delimiter} を含む文は引用符で囲んでください</translation>
    </message>
    <message>
        <source>it holds what is not text</source>
        <translation>文字でないものが入っています</translation>
    </message>
    <message>
        <source>it is longer than 1 MB</source>
        <translation>1 MB を超えています</translation>
    </message>
    <message>
        <source>it names no card</source>
        <translation>カードが書かれていません</translation>
    </message>
    <message>
        <source>its price is in {price} and its currency is {currency}</source>
        <translation>価格は {price} ですが、通貨は {currency} です</translation>
    </message>
    <message>
        <source>its price {cell} is not above zero, or far too high</source>
        <translation>価格 {cell} がゼロ以下か、高すぎます</translation>
    </message>
    <message>
        <source>its title names no card for sure: {title}</source>
        <translation>タイトルからカードが確かには分かりません：{title}</translation>
    </message>
    <message>
        <source>the catalogue has no card {text}</source>
        <translation>カタログにカード {text} はありません</translation>
    </message>
    <message>
        <source>{name} ({card}) has no printing {code}; `karuta catalogue show {card}` lists them.</source>
        <translation>{name}（{card}）に版 {code} はありません。`karuta catalogue show {card}` で一覧を見られます。</translation>
    </message>
    <message>
        <source>The first line of {path} names no column for the card; it should be like card_id,price,currency,date or title,price,currency,date.</source>
        <translation>{path} の1行目にカードの列がありません。card_id,price,currency,date か title,price,currency,date のように書いてください。</translation>
    </message>
    <message>
        <source>The first line of {path} names no column for the price; it should be like card_id,price,currency,date.</source>
        <translation>{path} の1行目に価格の列がありません。card_id,price,currency,date のように書いてください。</translation>
    </message>
    <message>
        <source>{path} has the column {name} twice; rename one of them.</source>
        <translation>{path} に列 {name} が二つあります。片方の名前を変えてください。</translation>
    </message>
    <message>
        <source>{path} is a folder; name the table of sales in it.</source>
        <translation>{path} はフォルダーです。中の販売の表を指定してください。</translation>
    </message>
    <message>
        <source>{path} is empty; its first line names the columns: card_id,price,currency,date.</source>
        <translation>{path} は空です。1行目に列の名前（card_id,price,currency,date）を書いてください。</translation>
    </message>
    <message>
        <source>{text} is a card of several games; write {named}</source>
        <translation>{text} は複数のゲームにあります。{named} と書いてください</translation>
    </message>
    <message>
        <source>Some rows of {path} were skipped; `karuta price` says which.</source>
        <translation>{path} の一部の行を飛ばしました。どの行かは `karuta price` で分かります。</translation>
    </message>
    <message>
        <source>The templates in {path} cannot be read ({reason}).</source>
        <translation>ひな形 {path} を読めません（{reason}）。</translation>
    </message>
    <message>
        <source>it has {count} cells and not three: game, language, template</source>
        <translation>セルが {count} 個あります。game,language,template の三つにしてください</translation>
    </message>
    <message>
        <source>{place} is not a known word; known are {known}</source>
        <translation>{place} は使えません。使えるのは {known} です</translation>
    </message>
    <message>
        <source>it has no words</source>
        <translation>言葉がありません</translation>
    </message>
    <message>
        <source>it has {count} cells and not three: field, words, value</source>
        <translation>セルが三つではなく {count} 個です（項目、言葉、意味）</translation>
    </message>
    <message>
        <source>{value} is no {field}</source>
        <translation>{field} に {value} という値はありません</translation>
    </message>
    <message>
        <source>There is no column {name}; --map names one of: {known}.</source>
        <translation>{name} という列はありません。--map で指定できるのは次の列です：{known}。</translation>
    </message>
    <message>
        <source>There is no folder {path}; make it first.</source>
        <translation>フォルダー {path} がありません。先に作成してください。</translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}).</source>
        <translation>{path} を読めません（{reason}）。</translation>
    </message>
    <message>
        <source>its title sells no genuine card</source>
        <translation>タイトルが本物のカードではないと言っています</translation>
    </message>
    <message>
        <source>its title sells several cards</source>
        <translation>タイトルに複数のカードがあります</translation>
    </message>
    <message>
        <source>catalogue.db could not be read and lies in {folder} now; adding the catalogue folders makes another.</source>
        <translation>catalogue.db は読めなかったため、{folder} に移しました。カタログフォルダーを追加すると作り直されます。</translation>
    </message>
    <message>
        <source>damaged: {complaint}</source>
        <translation>壊れています：{complaint}</translation>
    </message>
    <message>
        <source>delete the folder {folder}, or put an intact copy in its place; it is not in use</source>
        <translation>フォルダー {folder} を削除するか、正常なコピーに置き換えてください（検索には使われていません）</translation>
    </message>
    <message>
        <source>delete {file}; the others stay as they are</source>
        <translation>{file} を削除してください。ほかのものはそのままです</translation>
    </message>
    <message>
        <source>free some space on this disk</source>
        <translation>このディスクの空きを増やしてください</translation>
    </message>
    <message>
        <source>it could not be checked to the end, because something in Karuta went wrong</source>
        <translation>Karuta の不具合により、最後まで点検できませんでした</translation>
    </message>
    <message>
        <source>keep an older one that is intact; this one was made from a label file that was damaged already</source>
        <translation>正常な古いものを残してください。これは、すでに壊れていたラベルファイルから作られました</translation>
    </message>
    <message>
        <source>fix that, then run `karuta doctor` again</source>
        <translation>それを直してから、もう一度点検してください</translation>
    </message>
    <message>
        <source>repair what the other checks say, then check again</source>
        <translation>ほかの項目を直してから、もう一度点検してください</translation>
    </message>
    <message>
        <source>of {artworks}: all intact</source>
        <translation>{artworks}：すべて正常</translation>
    </message>
    <message>
        <source>open the window, which makes it again from the thumbnails</source>
        <translation>ウィンドウを開き直すと、サムネイルから作り直されます</translation>
    </message>
    <message>
        <source>photos in the queue that do not match their labels: {count}</source>
        <translation>履歴と食い違う一覧の写真：{count}</translation>
    </message>
    <message>
        <source>rows of the label file that are not as they were written: {count}</source>
        <translation>書き込んだときと異なるラベルファイルの行：{count}</translation>
    </message>
    <message>
        <source>run `karuta catalogue add FOLDER`</source>
        <translation>「カードを追加…」でカードを追加してください</translation>
    </message>
    <message>
        <source>run `karuta doctor --repair`</source>
        <translation>「修復」を押してください</translation>
    </message>
    <message>
        <source>run `karuta doctor --repair`, and report it; labels and export are not touched by it</source>
        <translation>「修復」を押し、サポート担当者に知らせてください。ラベルと書き出しには影響しません</translation>
    </message>
    <message>
        <source>run `karuta doctor --repair`, which looks for other copies; else copy the folder photos from another copy of the library: nothing makes them again</source>
        <translation>「修復」で別のコピーを探します。見つからなければ、ライブラリの別のコピーからフォルダー photos を戻してください（作り直すことはできません）</translation>
    </message>
    <message>
        <source>run `karuta index rebuild`</source>
        <translation>「修復」を押してください（端末では karuta index rebuild）</translation>
    </message>
    <message>
        <source>the record of photos of the same shot is intact</source>
        <translation>同じ写真の記録は正常です</translation>
    </message>
    <message>
        <source>train from another model; the active model stays in use</source>
        <translation>別のモデルから学習してください。使用中のモデルはそのまま使えます</translation>
    </message>
    <message>
        <source>a part of the history in {path} cannot be read</source>
        <translation>{path} の履歴の一部を読めません</translation>
    </message>
    <message>
        <source>shots.db lies in {folder} now; the window makes it again from the thumbnails.</source>
        <translation>shots.db を {folder} に移しました。ウィンドウがサムネイルから作り直します。</translation>
    </message>
    <message>
        <source>{artworks} of {cards}</source>
        <translation>{cards}、{artworks}</translation>
    </message>
    <message>
        <source>{crops} cut again from their photos.</source>
        <translation>{crops}を写真から切り抜き直しました。</translation>
    </message>
    <message>
        <source>{crops} not: {reason}.</source>
        <translation>{crops}は直せません：{reason}。</translation>
    </message>
    <message>
        <source>{fault}; exact search is used meanwhile</source>
        <translation>{fault}。それまでは厳密検索が答えます</translation>
    </message>
    <message>
        <source>{model}, the only model of the library, is active again.</source>
        <translation>ライブラリの唯一のモデル {model} を使います。</translation>
    </message>
    <message>
        <source>{name}: {fault}</source>
        <translation>{name}：{fault}</translation>
    </message>
    <message>
        <source>{path} is empty</source>
        <translation>{path} が空です</translation>
    </message>
    <message>
        <source>{photos} copied from another place where the same bytes lie.</source>
        <translation>{photos}を、同じ内容の別の場所からコピーしました。</translation>
    </message>
    <message>
        <source>{photos} not: no other copy is known. Labels and crops are not touched by it.</source>
        <translation>{photos}は直せません：ほかのコピーがありません。ラベルと切り抜きには影響しません。</translation>
    </message>
    <message>
        <source>{reason} ({path})</source>
        <translation>{reason}（{path}）</translation>
    </message>
    <message>
        <source>{contrasts} of artworks, {damaged} damaged</source>
        <translation>{contrasts}のうち {damaged} 件が壊れています</translation>
    </message>
    <message>
        <source>{rows} is not a number of rows from 1 to {most}</source>
        <translation>{rows} は1から {most} までの行数ではありません</translation>
    </message>
    <message>
        <source>{rows} not: no backup has them as they were written.</source>
        <translation>{rows}は直せません：書き込んだときの内容を持つバックアップがありません。</translation>
    </message>
    <message>
        <source>{size} GB free</source>
        <translation>空き容量 {size} GB</translation>
    </message>
    <message>
        <source>{text} is not a cap; write it like 2 of 20</source>
        <translation>{text} は上限ではありません。2 of 20 のように書いてください</translation>
    </message>
    <message>
        <source>{text} is not a number of searches</source>
        <translation>{text} は検索の回数ではありません</translation>
    </message>
    <message>
        <source>{there} of {all} picture files are there; of the {read} that were read now {damaged} are damaged</source>
        <translation>画像ファイル {all} 件のうち {there} 件があります。今回読んだ {read} 件のうち {damaged} 件が壊れています</translation>
    </message>
    <message>
        <source>{there} of the library&apos;s own photos are there, {missing} are not; of the {read} that were read now {damaged} are damaged</source>
        <translation>ライブラリ内の写真は {there} 件あり、{missing} 件ありません。今回読んだ {read} 件のうち {damaged} 件が壊れています</translation>
    </message>
    <message>
        <source>{thumbnails} made again from their photos.</source>
        <translation>{thumbnails}を写真から作り直しました。</translation>
    </message>
    <message>
        <source>{vectors} not: the pictures are missing or damaged.</source>
        <translation>{vectors}は直せません：画像がないか、壊れています。</translation>
    </message>
    <message>
        <source>{whole} of {all} there and intact, as far as they were read now ({read})</source>
        <translation>{all}のうち{whole}件が正常です（今回読んだもの：{read}件）</translation>
    </message>
    <message>
        <source>1 artwork</source>
        <translation>イラスト1件</translation>
    </message>
    <message>
        <source>{count} artworks</source>
        <translation>イラスト{count}件</translation>
    </message>
    <message>
        <source>1 crop</source>
        <translation>切り抜き1件</translation>
    </message>
    <message>
        <source>{count} crops</source>
        <translation>切り抜き{count}件</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>ファイル1件</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>ファイル{count}件</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>写真1件</translation>
    </message>
    <message>
        <source>{count} photos</source>
        <translation>写真{count}件</translation>
    </message>
    <message>
        <source>1 contrast map</source>
        <translation>コントラスト図1件</translation>
    </message>
    <message>
        <source>{count} contrast maps</source>
        <translation>コントラスト図{count}件</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>行1件</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>行{count}件</translation>
    </message>
    <message>
        <source>1 thumbnail</source>
        <translation>サムネイル1件</translation>
    </message>
    <message>
        <source>{count} thumbnails</source>
        <translation>サムネイル{count}件</translation>
    </message>
    <message>
        <source>1 vector</source>
        <translation>ベクトル1件</translation>
    </message>
    <message>
        <source>{count} vectors</source>
        <translation>ベクトル{count}件</translation>
    </message>
    <message>
        <source>A photo may show the title&apos;s card.</source>
        <translation>タイトルのカードが写っている可能性があります。</translation>
    </message>
    <message>
        <source>No card was found in the photos.</source>
        <translation>写真にカードが見つかりませんでした。</translation>
    </message>
    <message>
        <source>Not all cards in the photos were recognised for sure.</source>
        <translation>写真のカードの一部は、確実には認識できませんでした。</translation>
    </message>
    <message>
        <source>Several photos may show one card twice.</source>
        <translation>複数の写真に同じカードが写っている可能性があります。</translation>
    </message>
    <message>
        <source>The catalogue has no picture of {name}.</source>
        <translation>カタログに「{name}」の画像がありません。</translation>
    </message>
    <message>
        <source>The catalogue has no printing {code}.</source>
        <translation>カタログに {code} がありません。</translation>
    </message>
    <message>
        <source>The condition is not judged from photos.</source>
        <translation>状態は写真からは判断しません。</translation>
    </message>
    <message>
        <source>The description says {what}.</source>
        <translation>説明文には {what} とあります。</translation>
    </message>
    <message>
        <source>The listing has no photo.</source>
        <translation>この出品には写真がありません。</translation>
    </message>
    <message>
        <source>The number of a lot is not counted in its photos.</source>
        <translation>まとめ売りの枚数は写真では数えません。</translation>
    </message>
    <message>
        <source>The photos show a card that was not recognised for sure.</source>
        <translation>写真に、確実には認識できないカードがあります。</translation>
    </message>
    <message>
        <source>The photos show backs only.</source>
        <translation>写真には裏面だけが写っています。</translation>
    </message>
    <message>
        <source>The photos show {shown}, but not clearly {absent}.</source>
        <translation>写真には「{shown}」が写っていますが、「{absent}」は確実ではありません。</translation>
    </message>
    <message>
        <source>The title does not name one card clearly.</source>
        <translation>タイトルからカードを1枚に特定できません。</translation>
    </message>
    <message>
        <source>The title has no set code.</source>
        <translation>タイトルにセットコードがありません。</translation>
    </message>
    <message>
        <source>The title names no card that the catalogue knows.</source>
        <translation>タイトルに、カタログにあるカードの名前がありません。</translation>
    </message>
    <message>
        <source>The title names several cards, and not all need be shown.</source>
        <translation>タイトルに複数のカードがあり、すべてが写っているとは限りません。</translation>
    </message>
    <message>
        <source>The title names {named}, and the photos show it.</source>
        <translation>タイトルは「{named}」で、写真にもそのカードが写っています。</translation>
    </message>
    <message>
        <source>The title names {named}; the photos clearly show {shown}.</source>
        <translation>タイトルは「{named}」ですが、写真に写っているのは明らかに「{shown}」です。</translation>
    </message>
    <message>
        <source>Not mentioned in the title.</source>
        <translation>タイトルに記載がありません。</translation>
    </message>
    <message>
        <source>The title says {said}, and a photo shows as many.</source>
        <translation>タイトルは{said}枚で、写真にも同じ枚数が写っています。</translation>
    </message>
    <message>
        <source>The title says {said}, the photos show {shown}.</source>
        <translation>タイトルは{said}枚ですが、写真には{shown}枚です。</translation>
    </message>
    <message>
        <source>The title says “{words}”.</source>
        <translation>タイトルに「{words}」とあります。</translation>
    </message>
    <message>
        <source>The title&apos;s card was not recognised in the photos.</source>
        <translation>タイトルのカードが写真で認識されませんでした。</translation>
    </message>
    <message>
        <source>There are no listings in {path}.</source>
        <translation>{path} に出品がありません。</translation>
    </message>
    <message>
        <source>What the photos show was not recognised for sure.</source>
        <translation>写真のカードを確実には認識できませんでした。</translation>
    </message>
    <message>
        <source>Whether a card is genuine is not judged from photos.</source>
        <translation>公式のカードかどうかは写真からは判断しません。</translation>
    </message>
    <message>
        <source>a Japanese name in Latin letters</source>
        <translation>日本語名のローマ字表記</translation>
    </message>
    <message>
        <source>a collector&apos;s number, as other games have</source>
        <translation>ほかのゲームにあるコレクター番号</translation>
    </message>
    <message>
        <source>a name of the card</source>
        <translation>カードの名前</translation>
    </message>
    <message>
        <source>a nickname of the card</source>
        <translation>カードの通称</translation>
    </message>
    <message>
        <source>a number of cards</source>
        <translation>カードの枚数</translation>
    </message>
    <message>
        <source>a passcode of the catalogue</source>
        <translation>カタログにあるパスコード</translation>
    </message>
    <message>
        <source>a row of the words of titles: {words}</source>
        <translation>タイトルの語の表の行：{words}</translation>
    </message>
    <message>
        <source>a set code of the catalogue</source>
        <translation>カタログにあるセットコード</translation>
    </message>
    <message>
        <source>begins the name of one card alone</source>
        <translation>1枚のカードの名前だけがこう始まる</translation>
    </message>
    <message>
        <source>eight digits, as a passcode has</source>
        <translation>パスコードと同じ8桁の数字</translation>
    </message>
    <message>
        <source>graded by {grader}</source>
        <translation>{grader} の鑑定</translation>
    </message>
    <message>
        <source>it has {count} cells and not three: about, language, template</source>
        <translation>セルが3つ（about、language、template）ではなく{count}個あります</translation>
    </message>
    <message>
        <source>like a name of the card</source>
        <translation>カードの名前に近い</translation>
    </message>
    <message>
        <source>like the name of the set code&apos;s card</source>
        <translation>セットコードのカードの名前に近い</translation>
    </message>
    <message>
        <source>line {line} has no listing_id</source>
        <translation>{line}行目に listing_id がありません</translation>
    </message>
    <message>
        <source>line {line} is not CSV ({reason})</source>
        <translation>{line}行目は CSV ではありません（{reason}）</translation>
    </message>
    <message>
        <source>line {line} is not UTF-8 text</source>
        <translation>{line}行目は UTF-8 のテキストではありません</translation>
    </message>
    <message>
        <source>no reply is about {what}; known are {known}</source>
        <translation>{what} についての返信はありません。使えるのは {known} です</translation>
    </message>
    <message>
        <source>no rule explains it</source>
        <translation>どの規則にも当てはまらない</translation>
    </message>
    <message>
        <source>the name of a grader</source>
        <translation>鑑定会社の名前</translation>
    </message>
    <message>
        <source>the name of a set</source>
        <translation>セットの名前</translation>
    </message>
    <message>
        <source>written like a set code; the catalogue has none such</source>
        <translation>セットコードの形だが、カタログにはない</translation>
    </message>
    <message>
        <source>{name} no longer shows that card; check the listing again.</source>
        <translation>{name} にそのカードが見つからなくなりました。出品を確認し直してください。</translation>
    </message>
    <message>
        <source>A picture of the catalogue in {folder} has just gone; `karuta doctor` says what to do.</source>
        <translation>{folder} のカタログの画像が見つからなくなりました。対処は `karuta doctor` が示します。</translation>
    </message>
    <message>
        <source>No photo of its own cards could be taken.</source>
        <translation>自分のカードの合成写真を撮れませんでした。</translation>
    </message>
    <message>
        <source>Not tested yet; an open window does it by itself, `karuta catalogue self-test` does it now.</source>
        <translation>まだ試していません。ウィンドウを開いておくと自動で試します。`karuta catalogue self-test` ならすぐに試します。</translation>
    </message>
    <message>
        <source>{name} is missing.</source>
        <translation>{name} が見つかりません。</translation>
    </message>
    <message>
        <source>{file} lies in {folder} now; the test is made again.</source>
        <translation>{file} を {folder} に移しました。テストはやり直します。</translation>
    </message>
    <message>
        <source>1st edition</source>
        <translation>1st Edition（初版）</translation>
    </message>
    <message>
        <source>The same photo is used in {listings}.</source>
        <translation>同じ写真が出品 {listings} にもあります。</translation>
    </message>
    <message>
        <source>A photo that could not be read may show the title&apos;s card.</source>
        <translation>読み取れなかった写真に、タイトルのカードが写っているかもしれません。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>, checked</source>
        <translation>の確認結果</translation>
    </message>
    <message>
        <source>1 label of somebody who has not joined stays here.</source>
        <translation>チームに加わっていない人のラベル 1 件は、ここに残します。</translation>
    </message>
    <message>
        <source>A kept search needs a name of 1 to {most} letters.</source>
        <translation>保存する検索には 1～{most} 文字の名前が必要です。</translation>
    </message>
    <message>
        <source>A library cannot be moved into itself; choose a folder outside {folder}.</source>
        <translation>ライブラリを自分自身の中には移動できません。{folder} の外のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>A photo is a path, bytes, an array or a PIL picture; this is of the type {kind}.</source>
        <translation>写真はパス、バイト列、配列、PIL の画像のいずれかで渡してください。渡されたものの型は {kind} です。</translation>
    </message>
    <message>
        <source>Agree: cannot tell</source>
        <translation>同意：判断不能</translation>
    </message>
    <message>
        <source>Agree: finish differs</source>
        <translation>同意：相違（加工）</translation>
    </message>
    <message>
        <source>Agree: match</source>
        <translation>同意：一致</translation>
    </message>
    <message>
        <source>Agree: possibly not genuine</source>
        <translation>同意：公式でない可能性</translation>
    </message>
    <message>
        <source>Agree: printing differs</source>
        <translation>同意：相違（版）</translation>
    </message>
    <message>
        <source>Agree: rarity differs</source>
        <translation>同意：相違（レアリティ）</translation>
    </message>
    <message>
        <source>An array for a photo is (height, width, 3) uint8, RGB; this one is {shape} {dtype}.</source>
        <translation>写真の配列は (高さ, 幅, 3)、uint8、RGB です。渡された配列は {shape} {dtype} です。</translation>
    </message>
    <message>
        <source>Annoy is not available here</source>
        <translation>このコンピューターでは Annoy を使えません</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>判断不能</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>Card {number} in {photo}</source>
        <translation>{photo} のカード {number}</translation>
    </message>
    <message>
        <source>Catalogue {hash}</source>
        <translation>カタログ {hash}</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>読み取り不可</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>枚数</translation>
    </message>
    <message>
        <source>Count differs</source>
        <translation>枚数が相違</translation>
    </message>
    <message>
        <source>Crops, artworks and a split, for training a model</source>
        <translation>切り抜き、イラスト、分割（モデルの学習用）</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明文</translation>
    </message>
    <message>
        <source>Edition</source>
        <translation>エディション</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英語</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Everything that was decided, to merge into another library</source>
        <translation>決めたことのすべて。別のライブラリに統合するため</translation>
    </message>
    <message>
        <source>Evidence sheet: {listing}</source>
        <translation>確認シート：{listing}</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>光り方</translation>
    </message>
    <message>
        <source>Genuine</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>鑑定</translation>
    </message>
    <message>
        <source>In the photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>It is far above the others; half of {n} sales lie at {low} to {high} {currency}.</source>
        <translation>ほかより大きく高い価格です（{n}件の半分：{low}〜{high} {currency}）。</translation>
    </message>
    <message>
        <source>It is far below the others; half of {n} sales lie at {low} to {high} {currency}.</source>
        <translation>ほかより大きく低い価格です（{n}件の半分：{low}〜{high} {currency}）。</translation>
    </message>
    <message>
        <source>It learned from simulated photos alone; the standard test and your own eyes decide whether to use it.</source>
        <translation>合成写真だけで学習しました。採用するかどうかは、標準テストとご自身の目で判断してください。</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日本語</translation>
    </message>
    <message>
        <source>Japanese in Latin letters</source>
        <translation>ローマ字の日本語</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Line {number}: no command can have the key “{word}”.</source>
        <translation>{number}行目：「{word}」はコマンドのキーにできません。</translation>
    </message>
    <message>
        <source>Line {number}: there is no command “{word}”.</source>
        <translation>{number}行目：「{word}」というコマンドはありません。</translation>
    </message>
    <message>
        <source>Line {number}: “{word}” is in line {earlier} already.</source>
        <translation>{number}行目：「{word}」はすでに{earlier}行目にあります。</translation>
    </message>
    <message>
        <source>Listed often, never looked for</source>
        <translation>出品は多いが探されていない</translation>
    </message>
    <message>
        <source>Listed, but a search misses it</source>
        <translation>出品はあるが検索で見つからない</translation>
    </message>
    <message>
        <source>Listing from {source}</source>
        <translation>出品の出所：{source}</translation>
    </message>
    <message>
        <source>Looked for often, hardly listed</source>
        <translation>よく探されるが出品が少ない</translation>
    </message>
    <message>
        <source>Looked for, never listed</source>
        <translation>探されているが出品がない</translation>
    </message>
    <message>
        <source>Looked for, of the newest pack</source>
        <translation>最新のパックで探されている</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>まとめ売り</translation>
    </message>
    <message>
        <source>Made again.</source>
        <translation>作り直しました。</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>Model {model} ({hash})</source>
        <translation>モデル {model}（{hash}）</translation>
    </message>
    <message>
        <source>Name: {name}</source>
        <translation>カード名：{name}</translation>
    </message>
    <message>
        <source>Name: {name}, not this card&apos;s</source>
        <translation>カード名：{name}（このカードの名前ではありません）</translation>
    </message>
    <message>
        <source>No picture of the catalogue in {folder} can be read.</source>
        <translation>{folder} のカタログの画像を一枚も読めません。</translation>
    </message>
    <message>
        <source>Not genuine</source>
        <translation>公式でない</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>読めない語</translation>
    </message>
    <message>
        <source>Not taken yet, because the clock of {name} was ahead (or this one is behind): {count}. They come with a merge or pull after {until}, or once something is labelled there with the clock set right.</source>
        <translation>{name} の時計が進んでいた（またはこのコンピューターの時計が遅れている）ため、まだ取り込んでいないもの：{count}。{until} より後の統合か取り込みで入ります。あちらで正しい時計のもとに何かラベルを付ければ、すぐに入ります。</translation>
    </message>
    <message>
        <source>Nothing was saved: all of it is in force again, or somebody has labelled it since.</source>
        <translation>何も保存していません。すべて元どおり有効になっているか、その後に誰かがラベルを付けています。</translation>
    </message>
    <message>
        <source>Nothing was saved: the label file at {path} did not keep what was written into it; `karuta doctor` says why.</source>
        <translation>保存できませんでした。書き込んだ内容がラベルファイル {path} に残っていません。理由は `karuta doctor` で確認できます。</translation>
    </message>
    <message>
        <source>Nothing was taken from {other}: {why}.</source>
        <translation>{other} からは何も取り込みませんでした：{why}。</translation>
    </message>
    <message>
        <source>Other word</source>
        <translation>その他の語</translation>
    </message>
    <message>
        <source>Others say of {photos} where on this computer they lie, and they are not opened there; {command} opens them.</source>
        <translation>{photos}について、ほかの人がこのコンピューター上の場所を示していますが、そこからは開きません。開くには {command} を実行してください。</translation>
    </message>
    <message>
        <source>Others send their own labels; kept here: {count}.</source>
        <translation>ほかの人のラベルは本人が送るため、{count} 件をここに残します。</translation>
    </message>
    <message>
        <source>Passcode</source>
        <translation>パスコード</translation>
    </message>
    <message>
        <source>Paused at step {step} of {steps}; `karuta train --without-labels` resumes from there.</source>
        <translation>ステップ {step}/{steps} で一時停止しました。「karuta train --without-labels」で、続きから再開します。</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Photos show</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Possibly not genuine</source>
        <translation>公式でない可能性</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>版</translation>
    </message>
    <message>
        <source>Rarity</source>
        <translation>レアリティ</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>セット</translation>
    </message>
    <message>
        <source>Set code</source>
        <translation>セットコード</translation>
    </message>
    <message>
        <source>The PIL picture is closed or damaged ({reason}); open it again.</source>
        <translation>PIL の画像が閉じられているか、壊れています（{reason}）。開き直してください。</translation>
    </message>
    <message>
        <source>The address of the team&apos;s server cannot be used ({reason}); `karuta team join URL` takes a right one.</source>
        <translation>チームのサーバーのアドレスが使えません（{reason}）。正しいアドレスは `karuta team join URL` で指定できます。</translation>
    </message>
    <message>
        <source>The back of a card</source>
        <translation>カードの裏面</translation>
    </message>
    <message>
        <source>The card looks like that in the photos: {finish}.</source>
        <translation>写真のカードもそう見えます：{finish}。</translation>
    </message>
    <message>
        <source>The catalogue has no card of the game {game}; it has {games}.</source>
        <translation>カタログに {game} というゲームのカードはありません。あるのは {games} です。</translation>
    </message>
    <message>
        <source>The catalogue has no set {set}; write its code, such as LOB, or its name.</source>
        <translation>カタログに {set} というセットはありません。LOB のようなコードか、名前を書いてください。</translation>
    </message>
    <message>
        <source>The catalogue in {folder} has no cards yet; `karuta catalogue add FOLDER` adds some.</source>
        <translation>{folder} のカタログにはまだカードがありません。`karuta catalogue add FOLDER` で追加できます。</translation>
    </message>
    <message>
        <source>The catalogue&apos;s entry of card {card} is damaged; `karuta doctor --repair` says what to add again.</source>
        <translation>カタログのカード {card} の記録が壊れています。`karuta doctor --repair` を実行すると、何を追加し直せばよいかを示します。</translation>
    </message>
    <message>
        <source>The clocks disagree: the newest of those labels was made {time} in the future. Until then they count as later than what was decided here before the merge; set the clock that is wrong.</source>
        <translation>時計が合っていません。最新のラベルは {time} 先の未来のものです。それまでは、統合の前にここで決めたことより後のものとして扱います。違っているほうの時計を合わせてください。</translation>
    </message>
    <message>
        <source>The column {column} seems to hold two things at once, such as a name and a number; split it into two columns, or say with {field}={column} that it is meant so.</source>
        <translation>列 {column} には、名前と番号のように2つのものが入っているようです。2つの列に分けるか、このままでよければ {field}={column} と指定してください。</translation>
    </message>
    <message>
        <source>The condition is one of {conditions}, the shop one of {shops}.</source>
        <translation>状態は {conditions} のいずれか、店は {shops} のいずれかです。</translation>
    </message>
    <message>
        <source>The crop of sighting {sighting}, sent by {role}: {fault}</source>
        <translation>カード {sighting} の切り抜き（{role} が送信）：{fault}</translation>
    </message>
    <message>
        <source>The file with the kept searches</source>
        <translation>保存した検索のファイル</translation>
    </message>
    <message>
        <source>The finish cannot be told from the photos.</source>
        <translation>写真からは光り方がわかりません。</translation>
    </message>
    <message>
        <source>The first line of {path} cannot be used: {reason}.</source>
        <translation>{path} の1行目を使えません：{reason}。</translation>
    </message>
    <message>
        <source>The history of the active model begins again; the damaged one is kept as {path}.</source>
        <translation>使うモデルの履歴を新しく始めました。壊れた履歴は {path} に残してあります。</translation>
    </message>
    <message>
        <source>The label file at {path} has parts that Karuta did not make, or lacks some: {parts}. Nothing is written to it; `karuta doctor --repair` puts that right after a backup.</source>
        <translation>ラベルファイル {path} に Karuta のものでない部分があるか、必要な部分がありません：{parts}。書き込みは行いません。`karuta doctor --repair` がバックアップの後で直します。</translation>
    </message>
    <message>
        <source>The label file at {path} has parts that could not be taken out ({error}); `karuta labels export` takes its labels along.</source>
        <translation>ラベルファイル {path} に取り除けない部分があります（{error}）。ラベルは `karuta labels export` で書き出せます。</translation>
    </message>
    <message>
        <source>The label file has its own parts again; put right: {parts}.</source>
        <translation>ラベルファイルを元の構成に戻しました：{parts}。</translation>
    </message>
    <message>
        <source>The label file {path} is damaged or in use ({error}), so nothing was taken from it; `karuta doctor` there says what can be done.</source>
        <translation>ラベルファイル {path} は壊れているか使用中のため（{error}）、何も取り込みませんでした。そのライブラリで `karuta doctor` を実行すると、対処がわかります。</translation>
    </message>
    <message>
        <source>The move of the library at {old} to {new} is not finished; `karuta --library {folder} doctor --repair` finishes it. Nothing was changed.</source>
        <translation>{old} のライブラリは {new} への移動の途中です。`karuta --library {folder} doctor --repair` で移動が終わります。何も変更していません。</translation>
    </message>
    <message>
        <source>The library could not be moved to {folder} ({reason}); it is where it was.</source>
        <translation>ライブラリを {folder} に移動できませんでした（{reason}）。元の場所にそのまま残っています。</translation>
    </message>
    <message>
        <source>The name that can be read in the photos, {name}, is not that of the card that it looks like.</source>
        <translation>写真から読み取れた名前「{name}」は、見た目が一致したカードの名前ではありません。</translation>
    </message>
    <message>
        <source>The photo of this sighting is not at hand; look it up again.</source>
        <translation>このカードの写真が手元にありません。もう一度照合してください。</translation>
    </message>
    <message>
        <source>The reader in {folder} cannot be loaded ({error})</source>
        <translation>{folder} の読み取りモデルを読み込めません（{error}）</translation>
    </message>
    <message>
        <source>The reader in {folder} cannot be read ({reason})</source>
        <translation>{folder} の読み取りモデルを読めません（{reason}）</translation>
    </message>
    <message>
        <source>The reader in {folder} gives other results on this machine than when it was made</source>
        <translation>{folder} の読み取りモデルは、このコンピューターでは作成時と違う結果になります</translation>
    </message>
    <message>
        <source>The reader&apos;s card {path} is damaged: {reason}</source>
        <translation>読み取りモデルの説明 {path} が壊れています（{reason}）</translation>
    </message>
    <message>
        <source>The reader&apos;s file {path} was altered or damaged, so it is not used</source>
        <translation>読み取りモデルのファイル {path} は変更されているか壊れているため、使いません</translation>
    </message>
    <message>
        <source>The rest, by how often they are looked for</source>
        <translation>そのほか（探された回数の順）</translation>
    </message>
    <message>
        <source>The right card comes first in {right} of photos ({right_low}-{right_high}), and {accepted} of cards that the catalogue lacks are taken for another card ({accepted_low}-{accepted_high}), by {photos} simulated photos of its own cards.</source>
        <translation>正しいカードが1位になる写真は {right}（{right_low}～{right_high}）、カタログにないカードを別のカードと取り違える割合は {accepted}（{accepted_low}～{accepted_high}）の見込みです（自分のカードの合成写真 {photos} 枚による）。</translation>
    </message>
    <message>
        <source>The role {role} does not own the team&apos;s store at {where}; its owner admits people.</source>
        <translation>ロール {role} は {where} のチームの保管場所の所有者ではありません。人を加えられるのは所有者です。</translation>
    </message>
    <message>
        <source>The rules in {path} cannot be read ({reason}).</source>
        <translation>規則 {path} を読めません（{reason}）。</translation>
    </message>
    <message>
        <source>The search terms of {cards} were derived again.</source>
        <translation>{cards}の検索語を作り直しました。</translation>
    </message>
    <message>
        <source>The set code {code} is that of another card; the photos show {shown}.</source>
        <translation>セットコード{code}は別のカードのものです。写真に写っているのは{shown}です。</translation>
    </message>
    <message>
        <source>The set codes in the photos ({codes}) are {language}.</source>
        <translation>写真のセットコード（{codes}）の言語は{language}です。</translation>
    </message>
    <message>
        <source>The system gives this process less than {megabytes} MB more memory, and looking cards up takes that; raise its limit (`ulimit -v`), or close other programs.</source>
        <translation>カードの照合にはあと {megabytes} MB のメモリが必要ですが、システムから割り当てられません。上限（`ulimit -v`）を上げるか、ほかのプログラムを閉じてください。</translation>
    </message>
    <message>
        <source>The team at {where} was made by an older Karuta; its owner brings it up to date with `karuta team init URL`.</source>
        <translation>{where} のチームは、より古い Karuta で作られました。所有者が `karuta team init URL` で新しくできます。</translation>
    </message>
    <message>
        <source>The team&apos;s server at {where} asks for a password; put yours into ~/.pgpass or PGPASSWORD.</source>
        <translation>チームのサーバー {where} がパスワードを求めています。~/.pgpass か PGPASSWORD に設定してください。</translation>
    </message>
    <message>
        <source>The team&apos;s store at {where} is locked by {role}, and nobody else can write to it; they end that, or its owner does. Nothing is lost: go on labelling, and send and fetch later.</source>
        <translation>チームの保管場所 {where} を {role} さんが占有していて、ほかの人は書き込めません。本人か所有者が解除できます。失われたものはありません。ラベル付けを続け、あとで送受信してください。</translation>
    </message>
    <message>
        <source>The team&apos;s store at {where} is not as Karuta made it ({reason}); its owner restores it from a backup.</source>
        <translation>{where} のチームの保管場所が、Karuta の作ったとおりではありません（{reason}）。所有者がバックアップから復元する必要があります。</translation>
    </message>
    <message>
        <source>The template {path} cannot be used: {reason}.</source>
        <translation>テンプレート {path} は使えません：{reason}。</translation>
    </message>
    <message>
        <source>The template {path} is not TOML ({reason}).</source>
        <translation>テンプレート {path} は TOML ではありません（{reason}）。</translation>
    </message>
    <message>
        <source>The title does not mention the finish.</source>
        <translation>タイトルに光り方の記載はありません。</translation>
    </message>
    <message>
        <source>The title has words of other names than that of its set code&apos;s card, {name}.</source>
        <translation>タイトルに、セットコードのカード（{name}）とは別の名前の言葉があります。</translation>
    </message>
    <message>
        <source>The title has words of other names than that of its set code&apos;s card.</source>
        <translation>タイトルに、セットコードのカードとは別の名前の言葉があります。</translation>
    </message>
    <message>
        <source>The title may mean {name} by a shortened or misspelled name.</source>
        <translation>タイトルの省略または誤記された名前は、{name}を指す可能性があります。</translation>
    </message>
    <message>
        <source>The title names {named}, and the photos show them.</source>
        <translation>タイトルは「{named}」で、写真にもそれらのカードが写っています。</translation>
    </message>
    <message>
        <source>The title names {named}, but its set code is that of {coded}; the photos show {shown}.</source>
        <translation>タイトルの名前は{named}ですが、セットコードは{coded}のものです。写真に写っているのは{shown}です。</translation>
    </message>
    <message>
        <source>The title names {named}; the photos clearly show {shown}, and its name can be read there.</source>
        <translation>タイトルは「{named}」ですが、写真にはっきり写っているのは「{shown}」で、カードの名前も読み取れます。</translation>
    </message>
    <message>
        <source>The title names {named}; the photos show it, and its name can be read there.</source>
        <translation>タイトルは「{named}」で、写真にもそのカードが写っており、名前も読み取れます。</translation>
    </message>
    <message>
        <source>The title says {said}, and each photo shows one, which may be one of them.</source>
        <translation>タイトルは{said}枚ですが、どの写真も1枚で、そのうちの1枚かもしれません。</translation>
    </message>
    <message>
        <source>The title&apos;s card: {name}</source>
        <translation>タイトルのカード：{name}</translation>
    </message>
    <message>
        <source>The words beside the name may make it another card&apos;s.</source>
        <translation>名前の前後の言葉と合わせて、別のカードの名前になる可能性があります。</translation>
    </message>
    <message>
        <source>There are {most} kept searches already; remove one first.</source>
        <translation>保存した検索がすでに {most} 件あります。先に一つ削除してください。</translation>
    </message>
    <message>
        <source>There is a kept search {name} already; remove it first, or take another name.</source>
        <translation>{name} という検索はすでに保存されています。先に削除するか、別の名前にしてください。</translation>
    </message>
    <message>
        <source>There is no kept search {name}.</source>
        <translation>{name} という保存した検索はありません。</translation>
    </message>
    <message>
        <source>There is no picture of {name} ({game}:{card_id}) at hand.</source>
        <translation>{name}（{game}:{card_id}）の画像がありません。</translation>
    </message>
    <message>
        <source>There is no room for the library in {folder}: it needs {needed} MB, and {free} MB are free.</source>
        <translation>{folder} にはライブラリを置く空きがありません。{needed} MB 必要ですが、空きは {free} MB です。</translation>
    </message>
    <message>
        <source>There is nothing to keep as {name}: the search box is empty.</source>
        <translation>検索欄が空なので、{name} として保存するものがありません。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>タイトル</translation>
    </message>
    <message>
        <source>Title says</source>
        <translation>タイトル</translation>
    </message>
    <message>
        <source>Too few cards to test with; Karuta&apos;s own figures are used.</source>
        <translation>カードが少なくてテストできないため、Karuta に付属の値を使います。</translation>
    </message>
    <message>
        <source>Training needs at least {least} of {least_cards}; this library has {labels} of {cards}, and {held} kept for evaluation. Confirm more and run it again.</source>
        <translation>学習には少なくとも{least}・{least_cards}が必要です。このライブラリにあるのは{labels}・{cards}で、ほかに{held}件を評価用に取り分けています。もっと確定してから、もう一度実行してください。</translation>
    </message>
    <message>
        <source>Training set</source>
        <translation>学習用データ</translation>
    </message>
    <message>
        <source>Training without labels needs pictures of at least {least}; this library has {cards} to learn from. Add more cards and run it again.</source>
        <translation>ラベルなしの学習には、少なくとも{least}の画像が必要です（学習に使えるのは{cards}）。カードを追加してから、もう一度実行してください。</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>The file that tells finishes, {path}, cannot be used: {reason}</source>
        <translation>光り方の判定 {path} を使えません：{reason}</translation>
    </message>
    <message>
        <source>Words beside the name are not understood, so it may be another card&apos;s.</source>
        <translation>名前の前後に解釈できない言葉があり、別のカードの名前かもしれません。</translation>
    </message>
    <message>
        <source>Worker {name} does not have the model of this library; give it the same Karuta and a copy of the library&apos;s folder `models`.</source>
        <translation>ワーカー {name} に、このライブラリのモデルがありません。同じ Karuta と、ライブラリのフォルダ `models` の写しを置いてください。</translation>
    </message>
    <message>
        <source>Worse on {judged}: {shares}.</source>
        <translation>{judged}では悪くなりました（{shares}）。</translation>
    </message>
    <message>
        <source>Wrong card</source>
        <translation>別のカード</translation>
    </message>
    <message>
        <source>Wrong printing</source>
        <translation>別の版</translation>
    </message>
    <message>
        <source>`{place}` is not a known word; known are {known}</source>
        <translation>`{place}` に当たるものはありません。使えるのは {known} です</translation>
    </message>
    <message>
        <source>`{text}` is not a count from 1 to {most}</source>
        <translation>`{text}` は 1 から {most} までの枚数ではありません</translation>
    </message>
    <message>
        <source>`{text}` is none of {known}</source>
        <translation>`{text}` は {known} のどれでもありません</translation>
    </message>
    <message>
        <source>`{text}` is not a text with places in braces</source>
        <translation>`{text}` の波かっこの書き方が正しくありません</translation>
    </message>
    <message>
        <source>a cap of {of} rows is too short; write ten rows or more</source>
        <translation>上限の {of} 行は短すぎます。10行以上にしてください</translation>
    </message>
    <message>
        <source>a clock was ahead when these were made, and nobody takes them yet; run `karuta doctor --repair`, or label anything here: they are stamped anew then, and reach everybody</source>
        <translation>付けたときに時計が進んでいたため、まだ誰も取り込みません。`karuta doctor --repair` を実行するか、ここで何かラベルを付けてください。時刻が付け直され、全員に届きます</translation>
    </message>
    <message>
        <source>a nickname alone</source>
        <translation>通称だけ</translation>
    </message>
    <message>
        <source>a nickname of a card that the catalogue lacks</source>
        <translation>カタログにないカードの通称</translation>
    </message>
    <message>
        <source>a row of {table} is gone ({row})</source>
        <translation>{table} の行が1つなくなっています（{row}）</translation>
    </message>
    <message>
        <source>a year</source>
        <translation>年</translation>
    </message>
    <message>
        <source>agrees</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>all verdicts</source>
        <translation>すべての判定</translation>
    </message>
    <message>
        <source>any buried</source>
        <translation>見つからないもの</translation>
    </message>
    <message>
        <source>asks {asked}</source>
        <translation>出品 {asked}</translation>
    </message>
    <message>
        <source>attack or defence of a card</source>
        <translation>カードの攻撃力または守備力</translation>
    </message>
    <message>
        <source>better title</source>
        <translation>よりよいタイトル</translation>
    </message>
    <message>
        <source>buried</source>
        <translation>見つからない理由</translation>
    </message>
    <message>
        <source>by scores alone</source>
        <translation>スコアのみ</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>判断不能</translation>
    </message>
    <message>
        <source>cannot tell (catalogue)</source>
        <translation>判断不能（カタログ）</translation>
    </message>
    <message>
        <source>cannot tell (photo)</source>
        <translation>判断不能（写真）</translation>
    </message>
    <message>
        <source>cannot tell (title)</source>
        <translation>判断不能（タイトル）</translation>
    </message>
    <message>
        <source>card</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>catalogue.db was written anew with its indexes; every row is there.</source>
        <translation>catalogue.db を索引とともに書き直しました。行はすべてあります。</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>damaged; meanwhile the first title takes seconds</source>
        <translation>破損しています。作り直すまで、最初のタイトルを読むのに数秒かかります</translation>
    </message>
    <message>
        <source>decided: cannot tell</source>
        <translation>決定：判断不能</translation>
    </message>
    <message>
        <source>decided: differs ({field})</source>
        <translation>決定：相違（{field}）</translation>
    </message>
    <message>
        <source>decided: match</source>
        <translation>決定：一致</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>相違</translation>
    </message>
    <message>
        <source>events stamped more than a day ahead of this computer&apos;s clock: {count}; stamped anew up to now: {anew}</source>
        <translation>このコンピューターの時計より1日以上先の時刻が付いたイベント：{count}、これまでに付け直したもの：{anew}</translation>
    </message>
    <message>
        <source>far above the others</source>
        <translation>ほかより大きく高い</translation>
    </message>
    <message>
        <source>far below the others</source>
        <translation>ほかより大きく低い</translation>
    </message>
    <message>
        <source>foil</source>
        <translation>フォイル</translation>
    </message>
    <message>
        <source>found or not</source>
        <translation>見つかるかどうか</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>half of {n} sales: {low} to {high} {currency}</source>
        <translation>{n}件の半分：{low}〜{high} {currency}</translation>
    </message>
    <message>
        <source>it cannot be read as YAML: {reason}</source>
        <translation>YAML として読めません：{reason}</translation>
    </message>
    <message>
        <source>it is a printing of {id}, which is not in the list</source>
        <translation>リストにない {id} の別の版です</translation>
    </message>
    <message>
        <source>not foil</source>
        <translation>フォイルでない</translation>
    </message>
    <message>
        <source>number {number} is that of several cards: {codes}</source>
        <translation>番号 {number} のカードは何枚もあります：{codes}</translation>
    </message>
    <message>
        <source>photos of learned cards, kept for evaluation</source>
        <translation>学習するカードの、評価用の写真</translation>
    </message>
    <message>
        <source>photos of new cards, kept for evaluation</source>
        <translation>学習しないカードの、評価用の写真</translation>
    </message>
    <message>
        <source>how set codes of the catalogue begin</source>
        <translation>カタログのセットコードの先頭部分</translation>
    </message>
    <message>
        <source>it has more than {count} columns</source>
        <translation>列が{count}を超えています</translation>
    </message>
    <message>
        <source>it has more than {most} printings</source>
        <translation>版が{most}を超えています</translation>
    </message>
    <message>
        <source>it has no passcode or no set code</source>
        <translation>パスコードかセットコードがありません</translation>
    </message>
    <message>
        <source>it has no version</source>
        <translation>バージョンがありません</translation>
    </message>
    <message>
        <source>it has {count} cells and not four: rule, when, rows, order</source>
        <translation>セルが rule、when、rows、order の4つではなく {count} 個あります</translation>
    </message>
    <message>
        <source>it is no picture</source>
        <translation>画像ではありません</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>大きすぎます</translation>
    </message>
    <message>
        <source>it names no card for sure: {title}</source>
        <translation>カードが確実にわかりません：{title}</translation>
    </message>
    <message>
        <source>it needs {libraries}, which this system lacks</source>
        <translation>{libraries}が必要ですが、このシステムにはありません</translation>
    </message>
    <message>
        <source>it sells no genuine card</source>
        <translation>公式のカードではありません</translation>
    </message>
    <message>
        <source>it was written by a newer Karuta; update this one</source>
        <translation>新しい Karuta で書かれています。この Karuta を更新してください</translation>
    </message>
    <message>
        <source>its catalogue.db is gone</source>
        <translation>catalogue.db がなくなっています</translation>
    </message>
    <message>
        <source>its delimiter is not one character</source>
        <translation>区切り文字が1文字ではありません</translation>
    </message>
    <message>
        <source>its event was not added by {role}</source>
        <translation>元のイベントは {role} さんが追加したものではありません</translation>
    </message>
    <message>
        <source>its move has not ended</source>
        <translation>移動が終わっていません</translation>
    </message>
    <message>
        <source>its name cannot be used: {reason}</source>
        <translation>ファイル名を使えません：{reason}</translation>
    </message>
    <message>
        <source>limited edition</source>
        <translation>限定版</translation>
    </message>
    <message>
        <source>listing</source>
        <translation>出品</translation>
    </message>
    <message>
        <source>mint</source>
        <translation>新品同様</translation>
    </message>
    <message>
        <source>misspelled</source>
        <translation>つづりの誤り</translation>
    </message>
    <message>
        <source>names and codes are kept as the catalogue has them</source>
        <translation>名前とコードは、今のカタログのとおりに保管されています</translation>
    </message>
    <message>
        <source>near mint</source>
        <translation>美品</translation>
    </message>
    <message>
        <source>no card here has the passcode {value}</source>
        <translation>パスコード {value} のカードがここにありません</translation>
    </message>
    <message>
        <source>no labels are in it; `karuta doctor --repair` mends it, or says what to add again</source>
        <translation>ラベルは入っていません。`karuta doctor --repair` で直るか、何を追加し直せばよいかが分かります</translation>
    </message>
    <message>
        <source>no model can be loaded to cut it with; `karuta doctor` says how to fix that</source>
        <translation>切り抜くためのモデルを読み込めません。対処は `karuta doctor` で分かります</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>名前なし</translation>
    </message>
    <message>
        <source>no photo is known that it was cut from; copy the folder crops from another copy of the library</source>
        <translation>切り抜き元の写真が分かりません。ライブラリの別のコピーから crops フォルダーをコピーしてください</translation>
    </message>
    <message>
        <source>no set code</source>
        <translation>セットコードなし</translation>
    </message>
    <message>
        <source>not as they were written: {cards}, and the search terms of {others}</source>
        <translation>書き込んだときと違うもの：{cards}、検索語は{others}</translation>
    </message>
    <message>
        <source>not in the catalogue</source>
        <translation>該当なし</translation>
    </message>
    <message>
        <source>not kept for this catalogue yet; meanwhile the first title takes seconds</source>
        <translation>今のカタログの分はまだ保管されていません。保管されるまで、最初のタイトルを読むのに数秒かかります</translation>
    </message>
    <message>
        <source>not recognised for sure</source>
        <translation>確実には認識できず</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>記載なし</translation>
    </message>
    <message>
        <source>nothing had been moved to {new}, so the library stays here</source>
        <translation>{new} には何も移動していなかったので、ライブラリはここに残ります</translation>
    </message>
    <message>
        <source>of {artworks}: {count} lacking or damaged</source>
        <translation>{artworks}のうち、ないか壊れているもの：{count}</translation>
    </message>
    <message>
        <source>other conditions count too</source>
        <translation>ほかの状態も含む</translation>
    </message>
    <message>
        <source>other printings count too</source>
        <translation>ほかの版も含む</translation>
    </message>
    <message>
        <source>part of the name</source>
        <translation>名前の一部</translation>
    </message>
    <message>
        <source>photos without a batch</source>
        <translation>バッチのない写真</translation>
    </message>
    <message>
        <source>played</source>
        <translation>傷あり</translation>
    </message>
    <message>
        <source>price</source>
        <translation>価格</translation>
    </message>
    <message>
        <source>reasons</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>recognised for sure</source>
        <translation>確実に認識</translation>
    </message>
    <message>
        <source>reverse foil</source>
        <translation>リバース</translation>
    </message>
    <message>
        <source>row {row} follows row {other}</source>
        <translation>行 {other} の次が行 {row} です</translation>
    </message>
    <message>
        <source>further rows added by {role}, not listed: {count}</source>
        <translation>{role} さんが追加した、ほかの行（詳細は省略）：{count}</translation>
    </message>
    <message>
        <source>rows are gone, or are there twice</source>
        <translation>行がなくなったか、二重にあります</translation>
    </message>
    <message>
        <source>run `karuta doctor --repair`, which forgets it; then the photos are looked up again</source>
        <translation>karuta doctor --repair を実行すると、それを消して写真を照合し直します</translation>
    </message>
    <message>
        <source>run `karuta doctor --repair`, which puts that right after a backup</source>
        <translation>`karuta doctor --repair` を実行すると、バックアップの後で直ります</translation>
    </message>
    <message>
        <source>run `karuta doctor --repair`, which takes them from backups; what it leaves, `karuta restore` brings back, or `karuta doctor --repair --leave-out` takes out of the label file</source>
        <translation>「修復」でバックアップから戻します。残ったものは「バックアップ…」から復元するか、`karuta doctor --repair --leave-out` でラベルファイルから外せます</translation>
    </message>
    <message>
        <source>run {commands}</source>
        <translation>{commands} を実行してください</translation>
    </message>
    <message>
        <source>same photos</source>
        <translation>同じ写真</translation>
    </message>
    <message>
        <source>set code</source>
        <translation>セットコード</translation>
    </message>
    <message>
        <source>simulated photos of new cards</source>
        <translation>学習しないカードの、合成写真</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>ほかの人</translation>
    </message>
    <message>
        <source>table of sales</source>
        <translation>販売の表</translation>
    </message>
    <message>
        <source>the catalogue has no number {number} of {set}</source>
        <translation>カタログに {set} の番号 {number} はありません</translation>
    </message>
    <message>
        <source>the file lists other things than most beside it do: left out, {count} in all</source>
        <translation>ほかのファイルの多くとは別のもののリストなので、使いません（全部で {count} 件）</translation>
    </message>
    <message>
        <source>the label file has parts that Karuta did not make, or lacks some: {parts}</source>
        <translation>ラベルファイルに Karuta のものでない部分があるか、必要な部分がありません：{parts}</translation>
    </message>
    <message>
        <source>the level of a card</source>
        <translation>カードのレベル</translation>
    </message>
    <message>
        <source>the library is in {new}</source>
        <translation>ライブラリは {new} にあります</translation>
    </message>
    <message>
        <source>the library is in {new}, but {old} could not be removed</source>
        <translation>ライブラリは {new} にありますが、{old} を削除できませんでした</translation>
    </message>
    <message>
        <source>the model that saw it is gone, so nothing proves another one; copy the folder crops from another copy of the library</source>
        <translation>照合に使ったモデルがなくなっているため、切り抜き直しても同じと確かめられません。ライブラリの別のコピーから crops フォルダーをコピーしてください</translation>
    </message>
    <message>
        <source>the move ended without {old}, which is gone; what had arrived is kept</source>
        <translation>{old} がもうないため、届いていたものを残して移動を終えました</translation>
    </message>
    <message>
        <source>the newest sales</source>
        <translation>新しい販売</translation>
    </message>
    <message>
        <source>the photo cannot be read; put a good copy in its place</source>
        <translation>写真を読み込めません。無事なコピーと置き換えてください</translation>
    </message>
    <message>
        <source>the photo is not where it was; Library &gt; Locate moved photos finds it again</source>
        <translation>写真が元の場所にありません。「移動した写真を探す…」で見つけ直せます</translation>
    </message>
    <message>
        <source>the photo no longer shows there what was labelled; check the label</source>
        <translation>写真のその位置に、ラベルを付けたカードが写っていません。ラベルを確かめてください</translation>
    </message>
    <message>
        <source>the sheet lists what the column {column} holds: left out</source>
        <translation>列「{column}」の内容を並べたシートなので、使いません</translation>
    </message>
    <message>
        <source>title</source>
        <translation>タイトル</translation>
    </message>
    <message>
        <source>unlimited edition</source>
        <translation>アンリミテッド</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>判読不能</translation>
    </message>
    <message>
        <source>usual</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>very likely recognised</source>
        <translation>おそらく認識</translation>
    </message>
    <message>
        <source>words of another game</source>
        <translation>ほかのゲームの言葉</translation>
    </message>
    <message>
        <source>{artworks} found again under another file ending.</source>
        <translation>{artworks}を、別の拡張子のファイルとして見つけました。</translation>
    </message>
    <message>
        <source>{count} damaged; Karuta&apos;s own figures are used meanwhile</source>
        <translation>{count} 個が壊れています。それまでは Karuta に付属の値を使います</translation>
    </message>
    <message>
        <source>{count} labels of people who have not joined stay here.</source>
        <translation>チームに加わっていない人のラベル {count} 件は、ここに残します。</translation>
    </message>
    <message>
        <source>{count} of the first {all} rows have the name of another row, and another value in the column {column}. Say whether they are printings of one card, with id={name}, or cards of their own, with id={column}.</source>
        <translation>最初の{all}行のうち{count}行は、ほかの行と名前が同じで、列 {column} の値が違います。同じカードの版なら id={name}、別々のカードなら id={column} と指定してください。</translation>
    </message>
    <message>
        <source>{field} is longer than {most} characters</source>
        <translation>{field} が{most}文字を超えています</translation>
    </message>
    <message>
        <source>{field} is not a field of a title</source>
        <translation>{field} という項目はありません</translation>
    </message>
    <message>
        <source>{files} of models taken from where the same bytes lie.</source>
        <translation>モデルの{files}を、同じ内容の場所から戻しました。</translation>
    </message>
    <message>
        <source>{file} has more than {most} rules; the rest is left out.</source>
        <translation>{file} の規則は {most} を超えています。残りは使いません。</translation>
    </message>
    <message>
        <source>{file} has several caps; the first one counts.</source>
        <translation>{file} に上限がいくつもあります。最初のものを使います。</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first}、{last}</translation>
    </message>
    <message>
        <source>{first}, {second}</source>
        <translation>{first}、{second}</translation>
    </message>
    <message>
        <source>{host} has no list</source>
        <translation>{host} にリストがありません</translation>
    </message>
    <message>
        <source>{host} sends a file that is too large</source>
        <translation>{host} から届くものが大きすぎます</translation>
    </message>
    <message>
        <source>{host} sent an incomplete list of cards</source>
        <translation>{host} から届いたカードリストが不完全です</translation>
    </message>
    <message>
        <source>{host} sent an incomplete picture</source>
        <translation>{host} から届いた画像が不完全です</translation>
    </message>
    <message>
        <source>{labels} left out: the crop is lost, and {reason}.</source>
        <translation>{labels}を除きました。切り抜きが失われています（{reason}）。</translation>
    </message>
    <message>
        <source>{language} is not a language of replies; write en or ja</source>
        <translation>{language} は返信の言語ではありません。en か ja と書いてください</translation>
    </message>
    <message>
        <source>{language} is not a language of titles; write en or ja</source>
        <translation>{language} はタイトルの言語ではありません。en か ja と書いてください</translation>
    </message>
    <message>
        <source>{loss}, most on {part} ({gain} points)</source>
        <translation>{loss}。最も悪いのは{part}（{gain}ポイント）</translation>
    </message>
    <message>
        <source>{most} of {of} would let the commonest cards fill the page; write at most five, and at most half</source>
        <translation>{most} of {of} では最も多いカードがページを埋めてしまいます。5以下で、半分以下にしてください</translation>
    </message>
    <message>
        <source>{name} has more than {most} pages; divide the PDF.</source>
        <translation>{name} は {most} ページを超えています。PDF を分割してください。</translation>
    </message>
    <message>
        <source>{name} has {scans} layers, and each is worked through in full; save it anew as a plain JPEG.</source>
        <translation>{name} は {scans} 層に分けて保存されていて、層ごとに全体を処理することになります。普通の JPEG で保存し直してください。</translation>
    </message>
    <message>
        <source>{name} holds no list of cards ({reason}). A table works, or a list of objects, each with a name.</source>
        <translation>{name} にはカードのリストがありません（{reason}）。表か、名前のあるオブジェクトのリストなら読めます。</translation>
    </message>
    <message>
        <source>{name} is a PDF; end its name with .pdf, and its pages are photos.</source>
        <translation>{name} は PDF です。名前の最後を .pdf にすると、各ページが写真になります。</translation>
    </message>
    <message>
        <source>{name} is damaged, or needs too much memory; copy the PDF again, or save it anew.</source>
        <translation>{name} は壊れているか、メモリーを使いすぎます。PDF をもう一度コピーするか、保存し直してください。</translation>
    </message>
    <message>
        <source>{name} is locked with a password; save the PDF without one.</source>
        <translation>{name} にはパスワードがかかっています。パスワードなしで PDF を保存し直してください。</translation>
    </message>
    <message>
        <source>{name} is not a picture file.</source>
        <translation>{name} は画像ファイルではありません。</translation>
    </message>
    <message>
        <source>{name} is too long a strip ({width} x {height} pixels) to look for cards in; cut it into several pictures.</source>
        <translation>{name} は細長すぎて（{width}×{height} ピクセル）カードを探せません。いくつかの画像に分けてください。</translation>
    </message>
    <message>
        <source>{name} takes more than {seconds} seconds of a processor to draw; save the page as a JPEG.</source>
        <translation>{name} を描くにはプロセッサの時間で{seconds}秒以上かかります。そのページを JPEG で保存してください。</translation>
    </message>
    <message>
        <source>{name} takes more than {seconds} seconds of a processor to open; save it anew as a plain JPEG.</source>
        <translation>{name} を開くのにプロセッサーの時間が {seconds} 秒以上かかります。普通の JPEG で保存し直してください。</translation>
    </message>
    <message>
        <source>{name} took too long to open and was stopped; look it up again, or save it anew as a plain JPEG.</source>
        <translation>{name} は開くのに時間がかかり、中止されました。もう一度照合するか、普通の JPEG で保存し直してください。</translation>
    </message>
    <message>
        <source>{name}, {time}, with Karuta {version}</source>
        <translation>{name}、{time}、Karuta {version}</translation>
    </message>
    <message>
        <source>{name}: {said}</source>
        <translation>{name}：{said}</translation>
    </message>
    <message>
        <source>{number}. {name} (certainty {share} %)</source>
        <translation>{number}. {name}（確信度 {share}%）</translation>
    </message>
    <message>
        <source>{n} set aside as far off</source>
        <translation>大きく外れた{n}件を除外</translation>
    </message>
    <message>
        <source>{packages} brings that</source>
        <translation>{packages} で入ります</translation>
    </message>
    <message>
        <source>There is a pack {pack} already, of another list: {card} is {there} in it and {here} here. Give this list&apos;s file or folder another name, and it is a pack of its own; to replace that pack, remove it first.</source>
        <translation>{pack} は別の一覧としてすでに追加されています。{card} は、そちらでは「{there}」、この一覧では「{here}」です。この一覧のファイルまたはフォルダーの名前を変えると、別のパックになります。置き換えるには、先にそのパックを削除してください。</translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}); fix that and try again.</source>
        <translation>{path} を読めません（{reason}）。直してからもう一度お試しください。</translation>
    </message>
    <message>
        <source>{path} does not have the tables of a label file, so nothing was taken from it.</source>
        <translation>{path} にはラベルファイルの表がないため、何も取り込みませんでした。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>{path} に書き込めません：{reason}。</translation>
    </message>
    <message>
        <source>{path} holds a single object ({kind}) and no list of cards. A list works, [{{...}}, {{...}}], at the top or below a key such as data or cards, a bulk file of Scryfall, or a folder with one such file a card.</source>
        <translation>{path} には1つのオブジェクト（{kind}）だけがあり、カードのリストがありません。[{{...}}, {{...}}] のようなリスト（最上位か、data や cards などのキーの下）、Scryfall の bulk ファイル、または1枚1ファイルのフォルダーなら読めます。</translation>
    </message>
    <message>
        <source>{path} is a folder, not a label file; {mend}.</source>
        <translation>{path} はラベルファイルではなくフォルダーです。{mend}。</translation>
    </message>
    <message>
        <source>{path} is a folder; name a table.</source>
        <translation>{path} はフォルダーです。表を指定してください。</translation>
    </message>
    <message>
        <source>{path} is a link, so nothing was taken from it; name the file itself.</source>
        <translation>{path} はリンクのため、何も取り込みませんでした。ファイルそのものを指定してください。</translation>
    </message>
    <message>
        <source>{path} is empty; its first line names the columns, like {example}.</source>
        <translation>{path} は空です。1行目に {example} のように列の名前を書いてください。</translation>
    </message>
    <message>
        <source>{path} is not a Karuta label file, so nothing was taken from it.</source>
        <translation>{path} は Karuta のラベルファイルではないため、何も取り込みませんでした。</translation>
    </message>
    <message>
        <source>{path} is this library itself; name another one.</source>
        <translation>{path} はこのライブラリそのものです。別のものを指定してください。</translation>
    </message>
    <message>
        <source>{path} line {line} cannot be used ({error}), so nothing was taken from it.</source>
        <translation>{path} の{line}行目を使えないため（{error}）、何も取り込みませんでした。</translation>
    </message>
    <message>
        <source>{path} line {line} is not an event that Karuta wrote, so nothing was taken from it; `karuta labels export OUT --format events` writes them.</source>
        <translation>{path} の{line}行目はKaruta が書き込んだイベントではないため、何も取り込みませんでした。イベントは `karuta labels export OUT --format events` で書き出せます。</translation>
    </message>
    <message>
        <source>{path} line {line} was written by a newer Karuta, so nothing was taken from it; update this one.</source>
        <translation>{path} の{line}行目は新しい Karuta が書いたもののため、何も取り込みませんでした。この Karuta を更新してください。</translation>
    </message>
    <message>
        <source>{path} was written by a newer Karuta (version {version}, this one knows {known}); update this one.</source>
        <translation>{path} は新しい Karuta が書いたものです（バージョン {version}、この Karuta は {known} まで）。この Karuta を更新してください。</translation>
    </message>
    <message>
        <source>{path} is not a map of a list: {reason}. --save-map FILE writes one.</source>
        <translation>{path} はリストの対応表ではありません：{reason}。--save-map FILE で作れます。</translation>
    </message>
    <message>
        <source>{rows} no longer in the label file, but in {file}.</source>
        <translation>{rows}をラベルファイルから外し、{file} に移しました。</translation>
    </message>
    <message>
        <source>{row} of {table} is not as it was written (its hash does not match)</source>
        <translation>{table} の {row} が、書かれたときと違います（ハッシュが一致しません）</translation>
    </message>
    <message>
        <source>{row} of {table} says something else here</source>
        <translation>{table} の {row} が、ここにあるものと違います</translation>
    </message>
    <message>
        <source>{row} of {table} was not written by Karuta: {why}</source>
        <translation>{table} の {row} は Karuta の書いたものではありません：{why}</translation>
    </message>
    <message>
        <source>{value} is not a card but something that the program needs</source>
        <translation>{value} はカードではなく、プログラムが使うものです</translation>
    </message>
    <message>
        <source>“{words}” may be part of a longer name that the catalogue lacks.</source>
        <translation>「{words}」は、カタログにない、より長い名前の一部かもしれません。</translation>
    </message>
    <message>
        <source>No card was found in the photos that could be read.</source>
        <translation>読み込めた写真には、カードが見つかりませんでした。</translation>
    </message>
    <message>
        <source>The listing has no title.</source>
        <translation>出品にタイトルがありません。</translation>
    </message>
    <message>
        <source>There is no file {name}.</source>
        <translation>{name}というファイルがありません。</translation>
    </message>
    <message>
        <source>{time}, with Karuta {version}</source>
        <translation>{time}、Karuta {version}</translation>
    </message>
    <message>
        <source>{name} is no longer in the catalogue, so nothing was saved.</source>
        <translation>{name} はカタログからなくなったため、何も保存されませんでした。</translation>
    </message>
    <message>
        <source>A card of this kind has no set code.</source>
        <translation>この種類のカードにはセットコードがありません。</translation>
    </message>
    <message>
        <source>Small print was not read in the photos.</source>
        <translation>写真の小さな文字は読み取っていません。</translation>
    </message>
    <message>
        <source>The card has {code}, which is none of its printings in the catalogue.</source>
        <translation>カードには{code}とありますが、カタログにあるこのカードのセットコードではありません。</translation>
    </message>
    <message>
        <source>The catalogue has no rarity of {code}.</source>
        <translation>カタログに{code}のレアリティがありません。</translation>
    </message>
    <message>
        <source>The photos show several printings: {codes}.</source>
        <translation>写真から複数のセットコードが読み取れました（{codes}）。</translation>
    </message>
    <message>
        <source>The photos show the set code {code}.</source>
        <translation>写真のセットコードは{code}です。</translation>
    </message>
    <message>
        <source>The photos show words of several editions.</source>
        <translation>写真から複数のエディションの表記が読み取れました。</translation>
    </message>
    <message>
        <source>The place of the set code is covered in the photos, or empty.</source>
        <translation>写真では、セットコードの位置が隠れているか、何も印刷されていません。</translation>
    </message>
    <message>
        <source>The set code is not clear enough; it is likely {code} ({share} %).</source>
        <translation>セットコードがはっきり読めません。おそらく{code}です（{share} %）。</translation>
    </message>
    <message>
        <source>The set code is too blurred in the photos to be read.</source>
        <translation>写真のセットコードは、ぼけていて読めません。</translation>
    </message>
    <message>
        <source>The set code is too small in the photos to be read.</source>
        <translation>写真のセットコードは、小さすぎて読めません。</translation>
    </message>
    <message>
        <source>The set code {code} does not say one language.</source>
        <translation>セットコード{code}からは言語が一つに決まりません。</translation>
    </message>
    <message>
        <source>The title does not say clearly which card it sells.</source>
        <translation>タイトルからは、どのカードが出品されているかはっきりしません。</translation>
    </message>
    <message>
        <source>The title says {said}; the photos show {shown}.</source>
        <translation>タイトルは{said}ですが、写真に写っているのは{shown}です。</translation>
    </message>
    <message>
        <source>The title sells several cards, and it is not clear which card this refers to.</source>
        <translation>タイトルには複数のカードがあり、どのカードのことかはっきりしません。</translation>
    </message>
    <message>
        <source>What is printed on the card in the photos is not that of the card that it looks like.</source>
        <translation>写真のカードに印刷された文字が、見た目の似たカードのものと一致しません。</translation>
    </message>
    <message>
        <source>{shares} by the scores alone, before pictures are compared</source>
        <translation>画像を重ねて比べる前のスコアだけで{shares}</translation>
    </message>
    <message>
        <source>{train} for training, {held} kept for evaluation, {aside} set aside, {conflicts} in conflict (set {checksum})</source>
        <translation>学習用{train}件、評価用{held}件、除外{aside}件、意見の分かれるもの{conflicts}件（データ {checksum}）</translation>
    </message>
    <message>
        <source>{verdict}, not all {count} shown</source>
        <translation>{verdict}（{count}枚すべては写っていません）</translation>
    </message>
    <message>
        <source>{word} is not a condition; known are {known}</source>
        <translation>{word} という条件はありません。使えるのは {known} です</translation>
    </message>
    <message>
        <source>{word} is not an order; known are {known}</source>
        <translation>{word} という順序はありません。使えるのは {known} です</translation>
    </message>
    <message>
        <source>“{words}” in the title need not mean another one.</source>
        <translation>タイトルの「{words}」は、別のものを指すとは限りません。</translation>
    </message>
    <message>
        <source>Edition: 1st</source>
        <translation>エディション：1st</translation>
    </message>
    <message>
        <source>Edition: limited</source>
        <translation>エディション：限定版</translation>
    </message>
    <message>
        <source>Edition: unlimited</source>
        <translation>エディション：アンリミテッド</translation>
    </message>
    <message>
        <source>No set code is printed</source>
        <translation>セットコードの印刷なし</translation>
    </message>
    <message>
        <source>Set code: covered, or none</source>
        <translation>セットコード：隠れているか、ありません</translation>
    </message>
    <message>
        <source>Set code: likely {code} ({share} %)</source>
        <translation>セットコード：おそらく{code}（{share} %）</translation>
    </message>
    <message>
        <source>Set code: too blurred</source>
        <translation>セットコード：ぼけていて読めません</translation>
    </message>
    <message>
        <source>Set code: too small</source>
        <translation>セットコード：小さすぎて読めません</translation>
    </message>
    <message>
        <source>Set code: {code}</source>
        <translation>セットコード：{code}</translation>
    </message>
    <message>
        <source>Set code: {code}, not this card&apos;s</source>
        <translation>セットコード：{code}（このカードのものではありません）</translation>
    </message>
    <message>
        <source>The set code in the photos is likely {code} ({share} %).</source>
        <translation>写真のセットコードは、おそらく{code}です（{share} %）。</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中国語</translation>
    </message>
    <message>
        <source>French</source>
        <translation>フランス語</translation>
    </message>
    <message>
        <source>German</source>
        <translation>ドイツ語</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>イタリア語</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韓国語</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>ポルトガル語</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>スペイン語</translation>
    </message>
    <message>
        <source>Worker {name} does not have the photo {photo} as this computer has it; a worker needs the photos in the same place, {folder}.</source>
        <translation>ワーカー {name} の写真 {photo} はこのコンピューターのものと違います。ワーカーには、同じ場所（{folder}）に写真が必要です。</translation>
    </message>
    <message>
        <source>Worker {name} has another {what} than this computer; give it a copy of this computer&apos;s library and the same Karuta.</source>
        <translation>ワーカー {name} の{what}はこのコンピューターのものと違います。このコンピューターのライブラリの写しと、同じ Karuta を用意してください。</translation>
    </message>
    <message>
        <source>Worker {name}: {reason}</source>
        <translation>ワーカー {name}：{reason}</translation>
    </message>
    <message>
        <source>index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>stock of confirmed crops, or test of the catalogue</source>
        <translation>確定した切り抜き、またはカタログのテスト</translation>
    </message>
    <message>
        <source>table of words or nicknames</source>
        <translation>言葉または通称の表</translation>
    </message>
    <message>
        <source>version of Karuta</source>
        <translation>Karuta のバージョン</translation>
    </message>
    <message>
        <source>{file} has no column `{column}`; rename its column for that in the first line, and open it again.</source>
        <translation>{file} に列 `{column}` がありません。1行目の列名をこれに直してから、もう一度開いてください。</translation>
    </message>
    <message>
        <source>reader of small print</source>
        <translation>小さな文字の読み取り</translation>
    </message>
    <message>
        <source>Close-up in {photo}</source>
        <translation>拡大写真：{photo}</translation>
    </message>
    <message>
        <source>The card says {edition}.</source>
        <translation>カードの表記は{edition}です。</translation>
    </message>
    <message>
        <source>The set code in the photos ({code}) is {language}.</source>
        <translation>写真のセットコード（{code}）の言語は{language}です。</translation>
    </message>
    <message>
        <source>The title says {said}; the card says {edition}.</source>
        <translation>タイトルは{said}ですが、カードの表記は{edition}です。</translation>
    </message>
    <message>
        <source>And {count} older ones.</source>
        <translation>ほかに、より古いものが{count}件あります。</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>Half of {count} sales lie at {low} to {high} {currency}, the median is {median}.</source>
        <translation>{count}件の売値の半分は {low}〜{high} {currency}、中央値は {median} です。</translation>
    </message>
    <message>
        <source>Line: this listing. Band: the middle half. Dots: sales; hollow ones were set aside.</source>
        <translation>線：この出品。帯：中央の半分。点：売値（白抜きは除いたもの）。</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>価格</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>販売</translation>
    </message>
    <message>
        <source>Sales over time</source>
        <translation>売値の推移</translation>
    </message>
    <message>
        <source>Set aside as far above the others: {count}, over {price}.</source>
        <translation>ほかより大きく高いため除いたもの：{count}件（{price} 超）。</translation>
    </message>
    <message>
        <source>Set aside as far below the others: {count}, under {price}.</source>
        <translation>ほかより大きく低いため除いたもの：{count}件（{price} 未満）。</translation>
    </message>
    <message>
        <source>The listing asks {price} {currency}.</source>
        <translation>この出品の価格は {price} {currency} です。</translation>
    </message>
    <message>
        <source>The price is far above the others.</source>
        <translation>価格はほかより大きく高いです。</translation>
    </message>
    <message>
        <source>The price is far below the others.</source>
        <translation>価格はほかより大きく低いです。</translation>
    </message>
    <message>
        <source>The price is usual.</source>
        <translation>価格は通常の範囲です。</translation>
    </message>
    <message>
        <source>There were fewer than five such sales, so those in other conditions count too.</source>
        <translation>該当する販売が5件に満たないため、ほかの状態のものも数えています。</translation>
    </message>
    <message>
        <source>There were still fewer than five, so those of its other printings count too.</source>
        <translation>それでも5件に満たないため、ほかの版のものも数えています。</translation>
    </message>
    <message>
        <source>line {line}</source>
        <translation>{line} 行目</translation>
    </message>
    <message>
        <source>set aside</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>{count} comparable sales: too few to say what is usual (five are needed).</source>
        <translation>比べられる販売は{count}件です。通常の価格を言うには5件が必要です。</translation>
    </message>
    <message>
        <source>1 pair</source>
        <translation>1組</translation>
    </message>
    <message>
        <source>damaged; until they are found again, such cards are told apart less carefully</source>
        <translation>破損しています。もう一度見つけるまで、よく似たカードは慎重に見分けられません</translation>
    </message>
    <message>
        <source>{artworks} compared, {pairs} hardly differ</source>
        <translation>{artworks}を比較済み、ほとんど違わないもの：{pairs}</translation>
    </message>
    <message>
        <source>{count} pairs</source>
        <translation>{count}組</translation>
    </message>
    <message>
        <source>No table that could say {field} has a column {name}; check how it is written.</source>
        <translation>{field} を読める表のどれにも、列 {name} がありません。列の名前を確かめてください。</translation>
    </message>
    <message>
        <source>The first line of {path} names no column {one} or {other}; it should be like {example}, or `karuta listed --map {one}=NAME` says what it is called.</source>
        <translation>{path} の1行目に列 {one} も {other} もありません。{example} のように書くか、「karuta listed --map {one}=NAME」で列の名前を指定してください。</translation>
    </message>
    <message>
        <source>The {noun} at {path} cannot be opened; check that its folder exists and can be read and written.</source>
        <translation>{noun} {path} を開けません。フォルダーがあり、読み書きできるか確認してください。</translation>
    </message>
    <message>
        <source>it is missing, and says which card each picture shows</source>
        <translation>ありません。どの画像がどのカードかを記すファイルです</translation>
    </message>
    <message>
        <source>The column {column} holds few different names for the cards of the column {ids}; say which column holds the name with {field}=COLUMN, or with {field}={column} that it is so.</source>
        <translation>列 {column} の名前の種類は、列 {ids} のカードの数に比べて少なすぎます。名前の列を {field}=列 で指定するか、これでよければ {field}={column} と指定してください。</translation>
    </message>
    <message>
        <source>its list lies within other objects, and it is too large to be read whole</source>
        <translation>リストがほかのオブジェクトの中にあり、全体を読み込むには大きすぎます</translation>
    </message>
    <message>
        <source>the list {name} beside the cards is left out; it has {count}</source>
        <translation>カードと並ぶリスト {name}（{count} 件）は読みません</translation>
    </message>
    <message>
        <source>the sheet has no column for a card&apos;s name</source>
        <translation>このシートには、カード名の列がありません</translation>
    </message>
    <message>
        <source>A team needs Karuta&apos;s extra `team`, which is not installed; `pip install &apos;karuta[team]&apos;` adds it.</source>
        <translation>チームには Karuta の追加機能 `team` が必要ですが、入っていません。`pip install &apos;karuta[team]&apos;` で追加できます。</translation>
    </message>
    <message>
        <source>Nothing more was sent: {why}. `karuta doctor` says what to do.</source>
        <translation>これ以上は送りませんでした：{why}。どうすればよいかは `karuta doctor` が示します。</translation>
    </message>
    <message>
        <source>Nothing was sent: {row} of {table} says something else here than in the team&apos;s store, where nothing is ever changed. `karuta doctor` says what is damaged.</source>
        <translation>何も送りませんでした：{table} の {row} は、ここではチームの保管場所と内容が違います。あちらで書き換えられることはありません。何が壊れているかは `karuta doctor` が示します。</translation>
    </message>
    <message>
        <source>Row {seq} of the team&apos;s store, added by {role}: {fault}</source>
        <translation>チームの保管場所の行 {seq}（{role} が追加）：{fault}</translation>
    </message>
    <message>
        <source>That is not the address of a team; write it like postgresql://anna@host/database?sslmode=verify-full.</source>
        <translation>チームのアドレスではありません。postgresql://anna@host/database?sslmode=verify-full のように書いてください。</translation>
    </message>
    <message>
        <source>The annotator {name} is bound to the role {role} in this team; give another with --annotator, or ask the team&apos;s owner.</source>
        <translation>作業者名 {name} は、このチームではロール {role} のものです。--annotator で別の名前を指定するか、チームの所有者に相談してください。</translation>
    </message>
    <message>
        <source>The connection to {where} is not encrypted: whoever is between here and there can read and change what is sent. `sslmode=verify-full` in the address asks for TLS.</source>
        <translation>{where} への接続は暗号化されていません。途中にいる人が、送る内容を読んだり書き換えたりできます。アドレスに `sslmode=verify-full` を付けると TLS を求めます。</translation>
    </message>
    <message>
        <source>The role {role} may change rows of the team&apos;s store; work with a role that only reads and adds.</source>
        <translation>ロール {role} はチームの保管場所の行を書き換えられます。読み出しと追加だけができるロールで作業してください。</translation>
    </message>
    <message>
        <source>The store at {where} is another team&apos;s than the one that this library joined; `karuta team join URL` joins it.</source>
        <translation>{where} の保管場所は、このライブラリが加わったチームのものではありません。`karuta team join URL` でそのチームに加われます。</translation>
    </message>
    <message>
        <source>The team at {where} has not admitted you; its owner does so with `karuta team init URL --person ROLE`.</source>
        <translation>{where} のチームにはまだ加えられていません。所有者が `karuta team init URL --person ROLE` で加えられます。</translation>
    </message>
    <message>
        <source>The team at {where} was made by a newer Karuta; update this one.</source>
        <translation>{where} のチームは、より新しい Karuta で作られました。この Karuta を更新してください。</translation>
    </message>
    <message>
        <source>The team&apos;s server at {where} cannot be reached ({reason}). Nothing is lost: go on labelling, and send and fetch later.</source>
        <translation>チームのサーバー {where} に届きません（{reason}）。何も失われていません。ラベル付けを続け、あとで送受信してください。</translation>
    </message>
    <message>
        <source>The team&apos;s server at {where} does not let you in ({reason}).</source>
        <translation>チームのサーバー {where} に入れません（{reason}）。</translation>
    </message>
    <message>
        <source>The team&apos;s server at {where} refused it: {reason}.</source>
        <translation>チームのサーバー {where} が断りました：{reason}。</translation>
    </message>
    <message>
        <source>There is no team at {where}; its owner makes one with `karuta team init URL`.</source>
        <translation>{where} にチームはありません。所有者が `karuta team init URL` で作れます。</translation>
    </message>
    <message>
        <source>This library is in no team; `karuta team join URL` joins one.</source>
        <translation>このライブラリはどのチームにも加わっていません。`karuta team join URL` で加われます。</translation>
    </message>
    <message>
        <source>a row is damaged</source>
        <translation>壊れた行があります</translation>
    </message>
    <message>
        <source>annotator</source>
        <translation>作業者名</translation>
    </message>
    <message>
        <source>device</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>it is not an event that Karuta wrote</source>
        <translation>Karuta が書き込んだイベントではありません</translation>
    </message>
    <message>
        <source>it is not as it was written (its hash does not match)</source>
        <translation>書かれたときと違います（ハッシュが一致しません）</translation>
    </message>
    <message>
        <source>not sent ({count}): {why}</source>
        <translation>送らなかったもの（{count} 件）：{why}</translation>
    </message>
    <message>
        <source>the {kind} {name} is bound to the role {other}, not to {role}</source>
        <translation>{kind} {name} は {role} ではなく、ロール {other} のものです</translation>
    </message>
    <message>
        <source>the {kind} {name} is not bound to the role {role}</source>
        <translation>{kind} {name} はロール {role} のものになっていません</translation>
    </message>
    <message>
        <source>{new} holds {events} that the library at {old} does not have, so nothing is moved over them; `karuta --library {old} labels merge {new}` takes them.</source>
        <translation>{new} には、{old} のライブラリにない{events}があるため、上書きしません。`karuta --library {old} labels merge {new}` で取り込めます。</translation>
    </message>
    <message>
        <source>{old} holds {events} that {new} does not have; `karuta --library {new} labels merge {old}` takes them, then repair again.</source>
        <translation>{old} には、{new} にない{events}があります。`karuta --library {new} labels merge {old}` で取り込んでから、もう一度修復してください。</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}。</translation>
    </message>
    <message>
        <source>{rows} of the label file put back as written, from backups in which they are unaltered.</source>
        <translation>ラベルファイルの{rows}を、変わっていないバックアップから元に戻しました。</translation>
    </message>
    <message>
        <source>{rows} stamped anew, because a clock had been ahead; what was written is kept.</source>
        <translation>時計が進んでいたため、{rows}の時刻を付け直しました。元の記録も残っています。</translation>
    </message>
    <message>
        <source>{rows} without {column}, which the shop requires: fill it in before you upload the file.</source>
        <translation>{column} のない{rows}があります。店では必須なので、アップロードする前に記入してください。</translation>
    </message>
    <message>
        <source>{row} of {table} is too long for a team&apos;s store, or holds a NUL</source>
        <translation>{table} の {row} は、チームの保管場所には長すぎるか、NUL 文字を含んでいます</translation>
    </message>
    <message>
        <source>{row} of {table} says something else in the team&apos;s store</source>
        <translation>{table} の {row} は、チームの保管場所では内容が違います</translation>
    </message>
    <message>
        <source>Nothing was saved: all of these were decided in the meantime.</source>
        <translation>何も保存していません。その間にすべて決定されました。</translation>
    </message>
    <message>
        <source>{verdict}, and another card</source>
        <translation>{verdict}（ほかのカードも写っています）</translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>Artwork of the catalogue</source>
        <translation>カタログのイラスト</translation>
    </message>
    <message>
        <source>No card was found in the photos.</source>
        <translation>写真にカードが見つかりませんでした。</translation>
    </message>
    <message>
        <source>The back of a card</source>
        <translation>カードの裏面</translation>
    </message>
    <message>
        <source>Label: {name}</source>
        <translation>ラベル：{name}</translation>
    </message>
    <message>
        <source>Match {number}: {name}</source>
        <translation>候補 {number}：{name}</translation>
    </message>
    <message>
        <source>The listing has no photo.</source>
        <translation>出品に写真がありません。</translation>
    </message>
    <message>
        <source>No photo could be read.</source>
        <translation>読み込める写真がありませんでした。</translation>
    </message>
    <message>
        <source>Card {number} of {count}</source>
        <translation>カード {number}/{count}</translation>
    </message>
    <message>
        <source>Match {number} of {count}</source>
        <translation>候補 {number}/{count}</translation>
    </message>
    <message>
        <source>Set code in the photo</source>
        <translation>写真のセットコード</translation>
    </message>
    <message>
        <source>Edition in the photo</source>
        <translation>写真の版表記</translation>
    </message>
</context>
<context>
    <name>ExportCommands</name>
    <message>
        <source>Export labels</source>
        <translation>ラベルを書き出す</translation>
    </message>
    <message>
        <source>Exporting labels</source>
        <translation>ラベルを書き出しています</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>フォルダーで表示</translation>
    </message>
    <message>
        <source>{count} left out: this format takes only cards in photos that a person labelled</source>
        <translation>{count}件を除外：この形式に入るのは、写真に写ったカードに人が付けたラベルだけです</translation>
    </message>
    <message>
        <source>The export has the newest label of each. Review &gt; Disagreements shows what everybody said.</source>
        <translation>書き出されるのはそれぞれのいちばん新しいラベルです。それぞれの意見は「見直し」&gt;「意見の不一致」で見られます。</translation>
    </message>
    <message numerus="yes">
        <source>{count} photos could not be found and are missing from {file}, such as {name}.</source>
        <translation>
            <numerusform>{count}枚の写真が見つからず、{file} に含まれていません（{name} など）。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a new folder for the export</source>
        <translation>書き出し用の新しいフォルダーを選択</translation>
    </message>
    <message numerus="yes">
        <source>{count} labels are disputed: people disagree, and nobody has settled it.</source>
        <translation>
            <numerusform>{count}件のラベルで意見が分かれたままになっています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export all the same</source>
        <translation>このまま書き出す</translation>
    </message>
    <message numerus="yes">
        <source>{count} labels exported to {file}</source>
        <translation>
            <numerusform>{count}件のラベルを {file} に書き出しました</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export labels</source>
        <translation>ラベルを書き出す</translation>
    </message>
    <message>
        <source>Game</source>
        <translation>ゲーム</translation>
    </message>
    <message>
        <source>All games</source>
        <translation>すべてのゲーム</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>名前を付けて保存…</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>数えています…</translation>
    </message>
    <message>
        <source>Include photos (as a folder)</source>
        <translation>写真も含める（フォルダーに書き出す）</translation>
    </message>
    <message>
        <source>Keep camera data such as location (EXIF)</source>
        <translation>撮影場所などのカメラ情報（EXIF）を残す</translation>
    </message>
    <message>
        <source>There are no labels yet.</source>
        <translation>ラベルはまだありません。</translation>
    </message>
    <message numerus="yes">
        <source>All {labels} labels will be exported.</source>
        <translation>
            <numerusform>ラベル{labels}件をすべて書き出します。</numerusform>
        </translation>
    </message>
    <message>
        <source>{fits} of {labels} labels will be exported: {reasons}.</source>
        <translation>ラベル{labels}件のうち{fits}件を書き出します。{reasons}。</translation>
    </message>
    <message numerus="yes">
        <source>{count} have no photo</source>
        <translation>
            <numerusform>{count}件は写真がありません</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} are of no single card in view</source>
        <translation>
            <numerusform>{count}件は写真の中の1枚のカードのものではありません</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} were confirmed by Karuta alone</source>
        <translation>
            <numerusform>{count}件は Karuta だけが確定したものです</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} have no crop</source>
        <translation>
            <numerusform>{count}件は切り抜きがありません</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} name no card that a person confirmed</source>
        <translation>
            <numerusform>{count}件は人が確定したカードではありません</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} are in dispute</source>
        <translation>
            <numerusform>{count}件は意見が分かれています</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} are of cards without a picture</source>
        <translation>
            <numerusform>{count}件は画像のないカードです</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FetchCommands</name>
    <message>
        <source>Cards downloaded into {folder}; add them with Cards &gt; Add cards</source>
        <translation>カードを {folder} にダウンロードしました。「カード」&gt;「カードを追加」で追加できます</translation>
    </message>
    <message>
        <source>Download: {reached}</source>
        <translation>ダウンロード：{reached}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>中止</translation>
    </message>
</context>
<context>
    <name>FetchDialog</name>
    <message>
        <source>Download cards</source>
        <translation>カードをダウンロード</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>入手元</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>別のフォルダー…</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>ダウンロード</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Add these cards…</source>
        <translation>このカードを追加…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Pictures too (about {count}, {gigabytes} GB)</source>
        <translation>画像も（約{count}枚、{gigabytes} GB）</translation>
    </message>
    <message>
        <source>From {hosts}. Nothing is added to the library yet.</source>
        <translation>接続先：{hosts}。ライブラリにはまだ追加されません。</translation>
    </message>
    <message>
        <source>Choose an empty folder for the download</source>
        <translation>ダウンロード先の空のフォルダーを選ぶ</translation>
    </message>
    <message>
        <source>Karuta will connect to {hosts} to download lists of cards and pictures of cards.</source>
        <translation>Karuta は {hosts} に接続し、カードのリストと画像をダウンロードします。</translation>
    </message>
    <message>
        <source>Karuta will connect to {hosts} to download lists of cards.</source>
        <translation>Karuta は {hosts} に接続し、カードのリストをダウンロードします。</translation>
    </message>
    <message>
        <source>It sends only its request and its version ({version}), nothing about you, your photos or your library.</source>
        <translation>送るのは、欲しいファイルのアドレスと Karuta のバージョン（{version}）だけです。利用者、写真、ライブラリについては何も送りません。</translation>
    </message>
    <message>
        <source>You are asked only once. You can withdraw this in Settings.</source>
        <translation>確認は一度だけです。「設定」で取り消せます。</translation>
    </message>
    <message>
        <source>Allow downloads from {title}?</source>
        <translation>{title} からのダウンロードを許可しますか？</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>許可する</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
</context>
<context>
    <name>FieldList</name>
    <message>
        <source>Fields of the listing</source>
        <translation>出品の項目</translation>
    </message>
    <message>
        <source>Not stated: {fields}</source>
        <translation>記載なし：{fields}</translation>
    </message>
    <message>
        <source>title: {words}</source>
        <translation>タイトル：{words}</translation>
    </message>
    <message>
        <source>photos: {words}</source>
        <translation>写真：{words}</translation>
    </message>
</context>
<context>
    <name>FilterRow</name>
    <message>
        <source>Name, nickname, passcode or set code</source>
        <translation>名前、通称、パスコード、セットコード</translation>
    </message>
    <message>
        <source>Cards to find</source>
        <translation>探すカード</translation>
    </message>
    <message>
        <source>Game</source>
        <translation>ゲーム</translation>
    </message>
    <message>
        <source>All games</source>
        <translation>すべてのゲーム</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>パック</translation>
    </message>
    <message>
        <source>All packs</source>
        <translation>すべてのパック</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>すべての種類</translation>
    </message>
    <message>
        <source>Rarity</source>
        <translation>レアリティ</translation>
    </message>
    <message>
        <source>All rarities</source>
        <translation>全レアリティ</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>画像なし</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>ラベルなし</translation>
    </message>
</context>
<context>
    <name>FindDialog</name>
    <message>
        <source>Part of its name</source>
        <translation>名前の一部</translation>
    </message>
    <message>
        <source>Enter selects · Esc goes back</source>
        <translation>Enter で選択 · Esc で戻る</translation>
    </message>
    <message>
        <source>Nothing matches these words</source>
        <translation>該当するものはありません</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>1  Drop photos on the window; they stay where they are</source>
        <translation>1  写真をウィンドウにドロップします（写真は元の場所のまま）</translation>
    </message>
    <message>
        <source>3  Each key saves a label; export them when you like</source>
        <translation>3  キー1回で保存。いつでも書き出せます</translation>
    </message>
    <message>
        <source>2  Press the number of the matching card</source>
        <translation>2  写っているカードの番号を押します</translation>
    </message>
</context>
<context>
    <name>FolderWatch</name>
    <message>
        <source>The watched folder {folder} cannot be found.</source>
        <translation>監視中のフォルダー {folder} が見つかりません。</translation>
    </message>
</context>
<context>
    <name>Games</name>
    <message>
        <source>Yu-Gi-Oh</source>
        <translation>遊戯王</translation>
    </message>
    <message>
        <source>Magic</source>
        <translation>マジック：ザ・ギャザリング</translation>
    </message>
    <message>
        <source>Pokémon</source>
        <translation>ポケモン</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Cards beside their best matches</source>
        <translation>写っているカードと最有力候補</translation>
    </message>
    <message>
        <source>What the grid shows</source>
        <translation>グリッドの対象</translation>
    </message>
    <message>
        <source>It was decided or looked up again in the meantime; nothing was saved.</source>
        <translation>その間に決定されたか、認識し直されました。何も保存していません。</translation>
    </message>
    <message>
        <source>{text} (key {number})</source>
        <translation>{text}（キー {number}）</translation>
    </message>
    <message>
        <source>Confirm {count}</source>
        <translation>{count}件を確定</translation>
    </message>
    <message>
        <source>Label {count}</source>
        <translation>{count}件に付ける</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>次のページ</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>on further pages: {count}</source>
        <translation>次のページ以降：{count}件</translation>
    </message>
    <message>
        <source>Not looked up yet, left out: {count}</source>
        <translation>未照合のため除外: {count}件</translation>
    </message>
    <message>
        <source>Already decided, unchanged: {count}</source>
        <translation>決定済みのため変更なし：{count}件</translation>
    </message>
    <message>
        <source>Click or press Space to strike out wrong ones</source>
        <translation>違うものはクリックか Space で除外</translation>
    </message>
    <message>
        <source>Click or press Space to strike out or take in</source>
        <translation>クリックか Space で除外・採用を切り替え</translation>
    </message>
    <message>
        <source>doubtful, left out: {count}</source>
        <translation>不確かなため対象外：{count}件</translation>
    </message>
    <message>
        <source>{count} struck out</source>
        <translation>{count}件除外</translation>
    </message>
    <message>
        <source>All of these photos are decided.</source>
        <translation>これらの写真はすべて決定済みです。</translation>
    </message>
    <message>
        <source>Nothing to confirm here</source>
        <translation>ここに確定するものはありません</translation>
    </message>
</context>
<context>
    <name>HandForm</name>
    <message>
        <source>Picture of the card</source>
        <translation>カードの画像</translation>
    </message>
    <message>
        <source>Choose a picture…</source>
        <translation>画像を選ぶ…</translation>
    </message>
    <message>
        <source>Name of the card</source>
        <translation>カードの名前</translation>
    </message>
    <message>
        <source>Game</source>
        <translation>ゲーム</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>A new card, by hand. With a picture it is recognised in photos at once.</source>
        <translation>手作業で新しいカードを追加します。画像があれば、写真からすぐに見つかるようになります。</translation>
    </message>
    <message>
        <source>Add this picture to {name}?</source>
        <translation>この画像を「{name}」に追加しますか？</translation>
    </message>
    <message>
        <source>Picture chosen</source>
        <translation>画像を選びました</translation>
    </message>
    <message>
        <source>Drop a picture here</source>
        <translation>ここに画像をドロップ</translation>
    </message>
    <message>
        <source>It is the back of the game&apos;s cards</source>
        <translation>このゲームのカードの裏面です</translation>
    </message>
    <message>
        <source>The back of a game&apos;s cards, by hand. In photos it is recognised as a back at once.</source>
        <translation>カードの裏面を手作業で追加します。写真に写っていれば、すぐに裏面と判定されます。</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Karuta: help</source>
        <translation>Karuta：ヘルプ</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページの一覧</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>The folder under resources/help with the pages in this language.</extracomment>
        <translation>ja</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>作業者</translation>
    </message>
    <message>
        <source>What</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Decisions about this card</source>
        <translation>このカードの判断</translation>
    </message>
    <message>
        <source>Do it again: {count} labels</source>
        <translation>もう一度行う：ラベル{count}件</translation>
    </message>
    <message>
        <source>Do it again: {count}</source>
        <translation>もう一度行う：{count}件</translation>
    </message>
    <message>
        <source>Do it again</source>
        <translation>もう一度行う</translation>
    </message>
    <message>
        <source>{card} ruled out</source>
        <translation>{card} を除外</translation>
    </message>
    <message>
        <source>in the window</source>
        <translation>ウィンドウ</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>取り込み</translation>
    </message>
    <message>
        <source>although it was ruled out on the same shot</source>
        <translation>同じ写真で除外されていました</translation>
    </message>
    <message>
        <source>{how}, {against}</source>
        <translation>{how}（{against}）</translation>
    </message>
    <message>
        <source>No decisions yet.</source>
        <translation>まだ判断はありません。</translation>
    </message>
    <message>
        <source>No current label: all were undone.</source>
        <translation>現在のラベルはありません。すべて取り消されました。</translation>
    </message>
    <message>
        <source>✓ marks the current label.</source>
        <translation>✓ の行が現在のラベルです。</translation>
    </message>
    <message>
        <source>by command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>取り消し済み</translation>
    </message>
    <message>
        <source>although {card} was far likelier</source>
        <translation>{card} の可能性のほうがはるかに高い判定でした</translation>
    </message>
</context>
<context>
    <name>ImportProgress</name>
    <message>
        <source>Adding photos</source>
        <translation>写真を追加しています</translation>
    </message>
</context>
<context>
    <name>InventoryDialog</name>
    <message>
        <source>List for a shop</source>
        <translation>店に出す一覧</translation>
    </message>
    <message>
        <source>Choose a folder of photos: every card in them becomes a row. What is not sure is at the top; it goes into the shop&apos;s file once you say that it is the card. Or choose a set to see what is missing from it.</source>
        <translation>写真のフォルダーを選ぶと、写っているカードが一覧になります。不確かなカードは一番上に並び、そのカードだと答えると店のファイルに入ります。セットを選べば、足りないカードが分かります。</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>枚数</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>版</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状況</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>フォルダーを選ぶ…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>How many photos were looked up</source>
        <translation>調べた写真の数</translation>
    </message>
    <message>
        <source>Which shop&apos;s form the list has</source>
        <translation>一覧の形式</translation>
    </message>
    <message>
        <source>Condition not said</source>
        <translation>状態は書かない</translation>
    </message>
    <message>
        <source>The condition of all these cards</source>
        <translation>すべてのカードの状態</translation>
    </message>
    <message>
        <source>It is this card (Enter)</source>
        <translation>このカード（Enter）</translation>
    </message>
    <message>
        <source>Leave out (Del)</source>
        <translation>除く（Del）</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Save list…</source>
        <translation>一覧を保存…</translation>
    </message>
    <message>
        <source>What is missing…</source>
        <translation>足りないカード…</translation>
    </message>
    <message>
        <source>wanted: </source>
        <translation>必要な枚数：</translation>
    </message>
    <message>
        <source>How many of each are wanted</source>
        <translation>それぞれ何枚必要か</translation>
    </message>
    <message>
        <source>End the session</source>
        <translation>入力を終える</translation>
    </message>
    <message>
        <source>Photos looked up: {done} of {total}</source>
        <translation>照合した写真：{done} / {total} 枚</translation>
    </message>
    <message>
        <source>Cards in the list: {cards}, rows: {rows}. To be checked: {left}</source>
        <translation>一覧のカード：{cards} 枚（{rows} 行）。確認待ち：{left} 枚</translation>
    </message>
    <message>
        <source>By set: {sets}.</source>
        <translation>セットごと：{sets}。</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>足りないカード</translation>
    </message>
    <message>
        <source>Code or name of a set</source>
        <translation>セットのコードか名前</translation>
    </message>
    <message>
        <source>{set}: {there} of {count} numbers are there.</source>
        <translation>{set}：{count} 枚中 {there} 枚あります。</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>不足</translation>
    </message>
    <message>
        <source>Double</source>
        <translation>余り</translation>
    </message>
    <message>
        <source>Check it</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>No card of the catalogue</source>
        <translation>カタログにないカード</translation>
    </message>
    <message>
        <source>Choose a folder of photos</source>
        <translation>写真のフォルダーを選んでください</translation>
    </message>
    <message>
        <source>Making a list</source>
        <translation>一覧を作成中</translation>
    </message>
    <message numerus="yes">
        <source>{count} cards are not counted, because it is not known which set they are from.</source>
        <translation>
            <numerusform>どのセットのものか分からない {count} 枚は数えていません。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} photos could not be read.</source>
        <translation>
            <numerusform>{count} 枚の写真を読めませんでした。</numerusform>
        </translation>
    </message>
    <message>
        <source>Save list</source>
        <translation>一覧を保存</translation>
    </message>
    <message>
        <source>Saved to {file}</source>
        <translation>{file} に保存しました</translation>
    </message>
    <message>
        <source>Saved to {file}; rows that the shop cannot place are in {rest}</source>
        <translation>{file} に保存しました。店が特定できない行は {rest} にあります</translation>
    </message>
    <message>
        <source>{file} is a list by name, set and number: the shop&apos;s product ids are not known.</source>
        <translation>この店の商品番号が分からないため、{file} は名前、セット、番号による一覧です。</translation>
    </message>
</context>
<context>
    <name>Karuta</name>
    <message>
        <source>That library is open in another window</source>
        <translation>そのライブラリは別のウィンドウで開いています</translation>
    </message>
    <message>
        <source>The library is in {folder} now</source>
        <translation>ライブラリは {folder} に移動しました</translation>
    </message>
    <message>
        <source>The library is open in its new place, but could not be removed from {folder}.</source>
        <translation>ライブラリは新しい場所で開いていますが、元の {folder} を削除できませんでした。</translation>
    </message>
    <message>
        <source>The labels were restored.</source>
        <translation>ラベルを復元しました。</translation>
    </message>
    <message numerus="yes">
        <source>{gained} decisions were restored.</source>
        <translation>
            <numerusform>{gained} 件の判定を復元しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>The replaced file is kept as {kept}.</source>
        <translation>置き換えたファイルは {kept} として残してあります。</translation>
    </message>
</context>
<context>
    <name>KeyFile</name>
    <message>
        <source>Keys of Karuta
A line is a command, then its keys, with spaces between them. Take the # away from a line to change it.
A line without keys takes them away. Karuta reads this file when you come back to its window.
Keys are written like this: U Shift+E Ctrl+K F9 Space Tab Return Enter Left PgUp Del Backspace</source>
        <translation>Karuta のキー
1行にコマンドとそのキーを、空白で区切って書きます。変える行の先頭の # を取ってください。
キーのない行はキーを外します。このファイルは Karuta のウィンドウに戻ったときに読み込まれます。
キーの書き方：U Shift+E Ctrl+K F9 Space Tab Return Enter Left PgUp Del Backspace</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Next and previous photo</source>
        <translation>次の写真、前の写真</translation>
    </message>
    <message>
        <source>Next and previous card</source>
        <translation>次のカード、前のカード</translation>
    </message>
    <message>
        <source>Next and previous match</source>
        <translation>次の候補、前の候補</translation>
    </message>
    <message>
        <source>Parts of the window, forwards and back</source>
        <translation>ウィンドウの部分を前後に移る</translation>
    </message>
    <message>
        <source>Zoom in and out</source>
        <translation>拡大、縮小</translation>
    </message>
    <message>
        <source>Larger and smaller thumbnails</source>
        <translation>サムネイルを大きく、小さく</translation>
    </message>
    <message>
        <source>Confirm with another printing</source>
        <translation>別の版で確定</translation>
    </message>
    <message>
        <source>Confirm this match</source>
        <translation>この候補を確定</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>キー一覧</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>キーの変更…</translation>
    </message>
    <message>
        <source>Opens a file in your text editor; it is read when you come back to this window.</source>
        <translation>ファイルがテキストエディターで開きます。このウィンドウに戻ると読み込まれます。</translation>
    </message>
    <message>
        <source>Mouse wheel</source>
        <translation>マウスホイール</translation>
    </message>
    <message>
        <source>Zoom; drag to move, double-click for the whole photo</source>
        <translation>拡大・縮小。ドラッグで移動、ダブルクリックで写真全体</translation>
    </message>
</context>
<context>
    <name>Kind</name>
    <message>
        <source>Confirmed</source>
        <translation>確定</translation>
    </message>
    <message>
        <source>Not in the catalogue</source>
        <translation>該当なし</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>判読不能</translation>
    </message>
    <message>
        <source>No card here</source>
        <translation>カードなし</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>取り下げ</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>後回し</translation>
    </message>
    <message>
        <source>Blind review</source>
        <translation>再確認</translation>
    </message>
    <message>
        <source>Blind review: not in the catalogue</source>
        <translation>再確認：該当なし</translation>
    </message>
    <message>
        <source>Blind review: unreadable</source>
        <translation>再確認：判読不能</translation>
    </message>
    <message>
        <source>Blind review: no card here</source>
        <translation>再確認：カードなし</translation>
    </message>
    <message>
        <source>Removed from the queue</source>
        <translation>一覧から外した</translation>
    </message>
    <message>
        <source>Corners set by hand</source>
        <translation>四隅を手動で設定</translation>
    </message>
    <message>
        <source>Labels merged</source>
        <translation>ラベルの統合</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>旗を付けた</translation>
    </message>
    <message>
        <source>Flag removed</source>
        <translation>旗を外した</translation>
    </message>
    <message>
        <source>Confirmed automatically</source>
        <translation>自動確定</translation>
    </message>
    <message>
        <source>Back of a card</source>
        <translation>カードの裏面</translation>
    </message>
    <message>
        <source>Blind review: back of a card</source>
        <translation>再確認：カードの裏面</translation>
    </message>
    <message>
        <source>Listing checked</source>
        <translation>出品を確認</translation>
    </message>
</context>
<context>
    <name>LearnCommands</name>
    <message>
        <source>Too few labels to tell</source>
        <translation>ラベルが足りず判断できません</translation>
    </message>
    <message>
        <source>Promote anyway</source>
        <translation>それでも切り替える</translation>
    </message>
    <message>
        <source>{name} is active again</source>
        <translation>{name} に戻しました</translation>
    </message>
    <message>
        <source>Rolling back</source>
        <translation>前のモデルに戻しています</translation>
    </message>
    <message>
        <source>Evaluating {name}</source>
        <translation>{name} を評価しています</translation>
    </message>
    <message>
        <source>This library has no cards yet. Add some with Cards &gt; Add cards.</source>
        <translation>このライブラリにはまだカードがありません。「カード」&gt;「カードを追加」で追加してください。</translation>
    </message>
    <message>
        <source>{name} is now active</source>
        <translation>{name} に切り替えました</translation>
    </message>
    <message>
        <source>{name}: {reasons}. Promote it anyway? This is recorded, and you can roll back.</source>
        <translation>{name}：{reasons}。それでも切り替えますか？ その旨は記録され、いつでも元に戻せます。</translation>
    </message>
    <message>
        <source>Reading the models…</source>
        <translation>モデルを読み込んでいます…</translation>
    </message>
    <message>
        <source>{model} is ready</source>
        <translation>{model} の準備ができました</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>{name} was evaluated and passes; see Models and training</source>
        <translation>{name} の評価が終わりました。合格です（結果は「モデルと学習」にあります）</translation>
    </message>
    <message>
        <source>{name} was evaluated and does not pass; see Models and training</source>
        <translation>{name} の評価が終わりました。不合格です（結果は「モデルと学習」にあります）</translation>
    </message>
    <message>
        <source>{name} was not promoted. {reasons}. See Models and training for the evaluation.</source>
        <translation>{name} には切り替えませんでした。{reasons}。結果は「モデルと学習」にあります。</translation>
    </message>
    <message>
        <source>Training: {reached}</source>
        <translation>学習：{reached}</translation>
    </message>
    <message>
        <source>Training paused.</source>
        <translation>学習を一時停止しました。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
</context>
<context>
    <name>LearnDialog</name>
    <message>
        <source>Crops</source>
        <translation>切り抜き数</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Gain in points (95 % CI)</source>
        <translation>差（ポイント、95% 信頼区間）</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>評価の結果</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>前のモデルに戻す</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Active since {time}</source>
        <translation>{time} から使用中</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>切り替え</translation>
    </message>
    <message>
        <source>Promote anyway…</source>
        <translation>それでも切り替え…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成日</translation>
    </message>
    <message>
        <source>Pictures ready</source>
        <translation>準備済みの画像</translation>
    </message>
    <message>
        <source>{name} becomes active again within a second</source>
        <translation>1秒以内に {name} に戻ります</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>評価</translation>
    </message>
    <message>
        <source>Evaluated {time}: it passes.</source>
        <translation>{time} に評価：合格です。</translation>
    </message>
    <message>
        <source>Evaluated {time}: it does not pass. {reasons}.</source>
        <translation>{time} に評価：不合格です。{reasons}。</translation>
    </message>
    <message>
        <source>Progress of the evaluation</source>
        <translation>評価の進み具合</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>採用</translation>
    </message>
    <message>
        <source>Models and training</source>
        <translation>モデルと学習</translation>
    </message>
    <message>
        <source>Another model becomes active only after an evaluation: it must not be worse on simulated photos, and must be better on your own labels. Labels stay as they are.</source>
        <translation>別のモデルは評価してから使われます。合成写真で悪くならず、自分のラベルで良くなることが条件です。ラベルは変わりません。</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>以前</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>今回</translation>
    </message>
    <message>
        <source>Correct on</source>
        <translation>正解数</translation>
    </message>
    <message>
        <source>Compares it with the active model on the same crops. Changes nothing.</source>
        <translation>使用中のモデルと同じ切り抜きで比べます。何も変わりません。</translation>
    </message>
    <message>
        <source>Evaluated once more; it becomes active only if it passes.</source>
        <translation>もう一度評価し、合格したときだけ切り替えます。</translation>
    </message>
    <message>
        <source>Active: {model}</source>
        <translation>使用中：{model}</translation>
    </message>
    <message>
        <source>Counting labels…</source>
        <translation>ラベルを数えています…</translation>
    </message>
    <message>
        <source>No label shows yet how often its first suggestion is right.</source>
        <translation>第一候補がどれだけ正しいかを示すラベルは、まだありません。</translation>
    </message>
    <message>
        <source>First suggestion accepted: {k} of {n}, {percent} (95 % CI {low} – {high})</source>
        <translation>第一候補の採用：{n}件中{k}件、{percent}（95% 信頼区間 {low} – {high}）</translation>
    </message>
    <message>
        <source>Unusable</source>
        <translation>使用不可</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>Does not pass</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>New in this release</source>
        <translation>このバージョンの新しいモデル</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候補</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>Open a library</source>
        <translation>ライブラリを開く</translation>
    </message>
    <message>
        <source>Choose an empty folder for the new library</source>
        <translation>新しいライブラリ用の空のフォルダーを選択</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>別のフォルダー…</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>The demo library is made where it is; it cannot be moved.</source>
        <translation>デモのライブラリは決まった場所に作られるため、移動できません。</translation>
    </message>
    <message>
        <source>Choose an empty folder to move the library to</source>
        <translation>ライブラリの移動先となる空のフォルダーを選択</translation>
    </message>
    <message>
        <source>Moving the library</source>
        <translation>ライブラリを移動中</translation>
    </message>
    <message>
        <source>Preparing the demo&apos;s cards</source>
        <translation>デモのカードを準備しています</translation>
    </message>
    <message>
        <source>{folder} is not a library, and not an empty folder for a new one.</source>
        <translation>{folder} はライブラリでも、新しいライブラリにできる空のフォルダーでもありません。</translation>
    </message>
</context>
<context>
    <name>LibraryWork</name>
    <message>
        <source>Saved: {what} · {photo}</source>
        <translation>保存しました：{what} · {photo}</translation>
    </message>
    <message numerus="yes">
        <source>{count} were labelled since and left as they are</source>
        <translation>
            <numerusform>{count}件は、その後ラベルが付いたため、そのままにしました</numerusform>
        </translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>取り消しました：{what}</translation>
    </message>
    <message>
        <source>Redone: {what}</source>
        <translation>やり直しました：{what}</translation>
    </message>
    <message>
        <source>{what} on {photo}</source>
        <translation>{photo} の {what}</translation>
    </message>
    <message>
        <source>{count} cards</source>
        <translation>カード{count}枚</translation>
    </message>
    <message>
        <source>{what}, card {number}</source>
        <translation>{what}（{number}枚目）</translation>
    </message>
    <message>
        <source>{card} ruled out</source>
        <translation>{card} を除外</translation>
    </message>
    <message>
        <source>{photo} came from the watched folder</source>
        <translation>監視中のフォルダーから {photo} が届きました</translation>
    </message>
    <message numerus="yes">
        <source>{count} added</source>
        <translation>
            <numerusform>{count}枚追加</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} were here</source>
        <translation>
            <numerusform>{count}枚は登録済み</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message numerus="yes">
        <source>{count} photos</source>
        <translation>
            <numerusform>写真{count}枚</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved: {what}</source>
        <translation>保存しました：{what}</translation>
    </message>
</context>
<context>
    <name>ListedDialog</name>
    <message>
        <source>Supply and demand</source>
        <translation>出品数と探された回数</translation>
    </message>
    <message>
        <source>Open a table of listings</source>
        <translation>出品の表を開く</translation>
    </message>
    <message>
        <source>Open a table of searches</source>
        <translation>検索の表を開く</translation>
    </message>
    <message>
        <source>Listed (across), looked for (up)</source>
        <translation>出品（横）と探された回数（縦）</translation>
    </message>
    <message>
        <source>Nothing has been counted yet.</source>
        <translation>まだ数えていません。</translation>
    </message>
    <message>
        <source>Each dot is a card, or several with the same counts; the ten commonest are larger. On the dashed line a card has the same share of all listings and of everything looked for.</source>
        <translation>点はカード1枚、または同じ数のカードです。最も多い10枚は大きな点です。破線の上では、出品に占める割合と探された回数に占める割合が同じです。</translation>
    </message>
    <message>
        <source>Nothing has been counted. Open a table of listings (title or card_id; a report of a check, too) and a table of searches (query, count), or drop them here. Without tables, listings that you checked and photos that you labelled count.</source>
        <translation>数えるものがありません。出品の表（title または card_id。確認の報告書も使えます）と検索の表（query、count）を開くか、ここにドロップしてください。表がなければ、確認した出品とラベルを付けた写真を数えます。</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>集計中…</translation>
    </message>
    <message>
        <source>CSV (*.csv *.tsv *.txt)</source>
        <translation>CSV (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>The rules are in {file}. They are read again when you come back.</source>
        <translation>規則は {file} にあります。戻ると読み直されます。</translation>
    </message>
    <message>
        <source>The rules are in {file}; edit them there.</source>
        <translation>規則は {file} にあります。そこで編集してください。</translation>
    </message>
    <message>
        <source>Save as table</source>
        <translation>表として保存</translation>
    </message>
    <message>
        <source>Saved to {file}</source>
        <translation>{file} に保存しました</translation>
    </message>
    <message>
        <source>Reading: {done} of {total} lines</source>
        <translation>読み込み中：{total}行中{done}行</translation>
    </message>
    <message numerus="yes">
        <source>{count} rows belong to no card; {file} line {line}: {reason}.</source>
        <translation>
            <numerusform>{count}行はどのカードにも数えません。{file} の{line}行目：{reason}。</numerusform>
        </translation>
    </message>
    <message>
        <source>{what} ({count}).</source>
        <translation>{what}（{count}）。</translation>
    </message>
    <message>
        <source>Neither listed nor looked for: {count} of all {all}.</source>
        <translation>出品も検索もないカード：{all}枚中{count}枚。</translation>
    </message>
    <message>
        <source>The newest pack first. Enter shows a pack&apos;s cards.</source>
        <translation>新しいパックの順です。Enter でパックのカードを表示します。</translation>
    </message>
    <message>
        <source>Ordered by rules. The ten commonest cards have at most {most} places of any {of}.</source>
        <translation>規則の順です。続く{of}行のうち、最も多い10枚のカードは{most}行までです。</translation>
    </message>
    <message>
        <source>The place that the rules give</source>
        <translation>規則による順位</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>Listed</source>
        <translation>出品</translation>
    </message>
    <message>
        <source>How many listings name the card</source>
        <translation>このカードの出品数</translation>
    </message>
    <message>
        <source>Looked for</source>
        <translation>探された回数</translation>
    </message>
    <message>
        <source>How often the card is looked for</source>
        <translation>このカードが探された回数</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>検索もれ</translation>
    </message>
    <message>
        <source>How many of its listings a buyer&apos;s search misses</source>
        <translation>購入者の検索で見つからない出品の数</translation>
    </message>
    <message>
        <source>By which rule</source>
        <translation>規則</translation>
    </message>
    <message>
        <source>Why it is in this place</source>
        <translation>この位置にある理由</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>パック</translation>
    </message>
    <message>
        <source>Cards that first came with it</source>
        <translation>このパックで最初に追加されたカード</translation>
    </message>
    <message>
        <source>How many listings name its cards</source>
        <translation>このパックのカードの出品数</translation>
    </message>
    <message>
        <source>How often its cards are looked for</source>
        <translation>このパックのカードが探された回数</translation>
    </message>
    <message>
        <source>Never listed</source>
        <translation>出品なし</translation>
    </message>
    <message>
        <source>Cards that no listing names</source>
        <translation>出品のないカード</translation>
    </message>
    <message>
        <source>Never looked for</source>
        <translation>検索なし</translation>
    </message>
    <message>
        <source>Cards that nobody looks for</source>
        <translation>探されていないカード</translation>
    </message>
    <message>
        <source>Packs</source>
        <translation>パック</translation>
    </message>
    <message>
        <source>Open listings…</source>
        <translation>出品を開く…</translation>
    </message>
    <message>
        <source>Open searches…</source>
        <translation>検索を開く…</translation>
    </message>
    <message>
        <source>Edit rules…</source>
        <translation>規則を編集…</translation>
    </message>
    <message>
        <source>Save as table…</source>
        <translation>表として保存…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>What counts as listed</source>
        <translation>出品として数えるもの</translation>
    </message>
    <message>
        <source>What counts as looked for</source>
        <translation>探されたとして数えるもの</translation>
    </message>
    <message>
        <source>Cards (C)</source>
        <translation>カード (C)</translation>
    </message>
    <message>
        <source>Packs (P)</source>
        <translation>パック (P)</translation>
    </message>
    <message>
        <source>Filter by name (/)</source>
        <translation>名前で絞り込み (/)</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>名前で絞り込み</translation>
    </message>
</context>
<context>
    <name>ListingFilters</name>
    <message>
        <source>Undecided only</source>
        <translation>未決定のみ</translation>
    </message>
    <message>
        <source>Filter by verdict</source>
        <translation>判定で絞り込み</translation>
    </message>
    <message>
        <source>Filter by field</source>
        <translation>項目で絞り込み</translation>
    </message>
    <message>
        <source>All verdicts</source>
        <translation>すべての判定</translation>
    </message>
    <message>
        <source>All fields</source>
        <translation>すべての項目</translation>
    </message>
    <message>
        <source>Differs: {field}</source>
        <translation>相違：{field}</translation>
    </message>
</context>
<context>
    <name>ListingItems</name>
    <message>
        <source>today {checked}, {differing} differing · {minutes} min saved</source>
        <translation>今日 {checked} 件、相違 {differing} 件 · {minutes} 分短縮</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>点検中…</translation>
    </message>
    <message>
        <source>No listing matches this filter.</source>
        <translation>この絞り込みに合う出品はありません。</translation>
    </message>
    <message>
        <source>Open a table of listings (CSV) or a folder with one folder for each listing, or paste one listing. Everything can also be dropped here.</source>
        <translation>出品の表（CSV）か、出品ごとのフォルダーを入れたフォルダーを開くか、出品を1件貼り付けてください。どれもここにドロップできます。</translation>
    </message>
    <message>
        <source>No listings yet</source>
        <translation>出品はまだありません</translation>
    </message>
    <message>
        <source>Photo {number} of {count}</source>
        <translation>写真 {number}/{count}</translation>
    </message>
    <message>
        <source>This listing is still being checked; keys decide nothing until it is.</source>
        <translation>この出品はまだ確認中です。終わるまでキーでは何も決定されません。</translation>
    </message>
    <message>
        <source>Which field differs? {fields}, 0 none (it is a match)</source>
        <translation>相違する項目：{fields}、0 なし（一致）</translation>
    </message>
    <message>
        <source>There is no card beside the photo that could be named.</source>
        <translation>写真の隣に、示せるカードがありません。</translation>
    </message>
    <message>
        <source>You say that the photo shows {name}. It is stored as a label with your decision.</source>
        <translation>写真のカードを「{name}」とします。決定とともにラベルとして保存されます。</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>保存しました</translation>
    </message>
    <message>
        <source>Every listing of this list is decided.</source>
        <translation>この一覧の出品はすべて決定済みです。</translation>
    </message>
    <message>
        <source>undone, undecided again</source>
        <translation>取り消しました（未決定）</translation>
    </message>
    <message>
        <source>Listings · {listing}: {what}.</source>
        <translation>出品 · {listing}：{what}。</translation>
    </message>
    <message>
        <source>What you undid last in Listings is about {listing}, which is not in this list ({what}). Ctrl+Shift+Z once more brings it back.</source>
        <translation>「出品」で最後に元に戻したのは、この一覧にない{listing}の決定です（{what}）。もう一度 Ctrl+Shift+Z で、やり直します。</translation>
    </message>
    <message>
        <source>Your last decision in Listings is about {listing}, which is not in this list ({what}). Ctrl+Z once more takes it back.</source>
        <translation>「出品」での最後の決定は、この一覧にない{listing}についてです（{what}）。もう一度 Ctrl+Z で、元に戻します。</translation>
    </message>
    <message>
        <source>No set code was found on this card.</source>
        <translation>このカードにセットコードは見つかりませんでした。</translation>
    </message>
    <message>
        <source>It is this card</source>
        <translation>このカードである</translation>
    </message>
    <message>
        <source>Whole photo; after D: none differs</source>
        <translation>写真全体（D の後は相違なし）</translation>
    </message>
    <message>
        <source>Next listing</source>
        <translation>次の出品</translation>
    </message>
    <message>
        <source>Previous listing</source>
        <translation>前の出品</translation>
    </message>
    <message>
        <source>Next undecided listing</source>
        <translation>次の未決定の出品</translation>
    </message>
    <message>
        <source>Next photo of the listing</source>
        <translation>出品の次の写真</translation>
    </message>
    <message>
        <source>Next card in the photos</source>
        <translation>写真の次のカード</translation>
    </message>
    <message>
        <source>Previous card in the photos</source>
        <translation>写真の前のカード</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>次の候補</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>前の候補</translation>
    </message>
    <message>
        <source>Zoom to the set code</source>
        <translation>セットコードを拡大</translation>
    </message>
    <message>
        <source>Edit the reason</source>
        <translation>理由を編集</translation>
    </message>
    <message>
        <source>Copy reply</source>
        <translation>返信をコピー</translation>
    </message>
    <message>
        <source>Evidence sheet…</source>
        <translation>確認シート…</translation>
    </message>
    <message>
        <source>Prices, and back</source>
        <translation>価格を表示し、もう一度で戻る</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>Field: {field}</source>
        <translation>項目：{field}</translation>
    </message>
    <message>
        <source>Agree</source>
        <translation>同意する</translation>
    </message>
    <message>
        <source>Open listings</source>
        <translation>出品を開く</translation>
    </message>
    <message>
        <source>Something differs…</source>
        <translation>相違あり…</translation>
    </message>
    <message>
        <source>Differs: {field}</source>
        <translation>相違：{field}</translation>
    </message>
</context>
<context>
    <name>ListingList</name>
    <message>
        <source>Listings</source>
        <translation>出品</translation>
    </message>
</context>
<context>
    <name>ListingModel</name>
    <message>
        <source>waiting</source>
        <translation>確認待ち</translation>
    </message>
    <message>
        <source>against the evidence</source>
        <translation>判定と不一致</translation>
    </message>
</context>
<context>
    <name>ListingPanel</name>
    <message>
        <source>Price: {verdict} (P)</source>
        <translation>価格：{verdict}（P）</translation>
    </message>
    <message>
        <source>Prices (P)</source>
        <translation>価格（P）</translation>
    </message>
    <message>
        <source>Photos of the listing</source>
        <translation>出品の写真</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Reason, in your words (E)</source>
        <translation>理由（E で編集）</translation>
    </message>
    <message>
        <source>Language of the reply</source>
        <translation>返信の言語</translation>
    </message>
    <message>
        <source>Reply in the title&apos;s language</source>
        <translation>タイトルの言語で返信</translation>
    </message>
    <message>
        <source>Reply in English</source>
        <translation>英語で返信</translation>
    </message>
    <message>
        <source>Reply in Japanese</source>
        <translation>日本語で返信</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>項目</translation>
    </message>
</context>
<context>
    <name>ListingTexts</name>
    <message>
        <source>{annotator}, {what}.</source>
        <translation>{annotator}、{what}。</translation>
    </message>
    <message>
        <source>Against the evidence: {other} is far likelier.</source>
        <translation>判定と不一致：{other} の可能性のほうがはるかに高い判定です。</translation>
    </message>
    <message>
        <source>The title sells {names}, and Enter stores a match.</source>
        <translation>タイトルのカードは {names} ですが、Enter では「一致」と保存されます。</translation>
    </message>
    <message>
        <source>labelled {name}</source>
        <translation>ラベル：{name}</translation>
    </message>
    <message>
        <source>although {other} is far likelier</source>
        <translation>{other} の可能性のほうがはるかに高い判定です</translation>
    </message>
    <message>
        <source>Saved: {listing} · {what}. Undo: Ctrl+Z</source>
        <translation>保存しました：{listing} · {what}。元に戻す：Ctrl+Z</translation>
    </message>
</context>
<context>
    <name>Lists</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>LookedUp</name>
    <message>
        <source>Photos that are looked up only</source>
        <translation>調べるだけの写真</translation>
    </message>
    <message>
        <source>{done} of {photos} looked up</source>
        <translation>{photos} 枚中 {done} 枚を照合済み</translation>
    </message>
    <message>
        <source>Looking up…</source>
        <translation>照合中…</translation>
    </message>
    <message>
        <source>Nothing is saved here</source>
        <translation>ここでは何も保存しません</translation>
    </message>
    <message>
        <source>Look up only</source>
        <translation>調べるだけ</translation>
    </message>
    <message>
        <source>Look up photos…</source>
        <translation>写真を調べる…</translation>
    </message>
    <message>
        <source>Look up a folder…</source>
        <translation>フォルダーを調べる…</translation>
    </message>
    <message>
        <source>Look up a copied picture</source>
        <translation>コピーした画像を調べる</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>次の写真</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>前の写真</translation>
    </message>
    <message>
        <source>These photos are only looked up: nothing is saved</source>
        <translation>これらの写真は調べるだけです。何も保存されません</translation>
    </message>
    <message>
        <source>There is no picture to paste; copy one first</source>
        <translation>貼り付ける画像がありません。先に画像をコピーしてください。</translation>
    </message>
</context>
<context>
    <name>LookedUpModel</name>
    <message>
        <source>No card found</source>
        <translation>カード未検出</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待機中</translation>
    </message>
</context>
<context>
    <name>Lost</name>
    <message>
        <source>The label file is damaged</source>
        <translation>ラベルファイルが壊れています</translation>
    </message>
    <message>
        <source>Decisions are missing from the label file</source>
        <translation>ラベルファイルの決定が一部なくなっています</translation>
    </message>
    <message>
        <source>No permission to read the label file</source>
        <translation>ラベルファイルを読むアクセス権がありません</translation>
    </message>
</context>
<context>
    <name>LostWindow</name>
    <message>
        <source>Karuta: {library}</source>
        <translation>Karuta: {library}</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>バックアップ</translation>
    </message>
    <message>
        <source>Open another library…</source>
        <translation>別のライブラリを開く…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Open a library</source>
        <translation>ライブラリを開く</translation>
    </message>
    <message>
        <source>Start empty…</source>
        <translation>空の状態で始める…</translation>
    </message>
    <message>
        <source>It belongs at {path}.</source>
        <translation>本来は {path} にあります。</translation>
    </message>
    <message numerus="yes">
        <source>It held at least {count} decisions.</source>
        <translation>
            <numerusform>少なくとも{count}件の決定が入っていました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a backup to restore. The current file is kept, and nothing is written until you choose.</source>
        <translation>復元するバックアップを選んでください。今あるファイルは残り、選ぶまで何も書き込まれません。</translation>
    </message>
    <message>
        <source>{path} belongs to another user, or its permissions were changed.</source>
        <translation>{path} は所有者が別のユーザーか、アクセス権が変更されています。</translation>
    </message>
    <message>
        <source>Nothing is written until its permissions are changed.</source>
        <translation>アクセス権を直すまで、何も書き込みません。</translation>
    </message>
    <message>
        <source>Restoring the label file…</source>
        <translation>ラベルファイルを復元しています…</translation>
    </message>
</context>
<context>
    <name>MatchModel</name>
    <message>
        <source>{name}, blind review</source>
        <translation>{name}（再確認）</translation>
    </message>
    <message>
        <source>ruled out</source>
        <translation>除外済み</translation>
    </message>
    <message>
        <source>one of these {count}</source>
        <translation>この{count}枚のどれか</translation>
    </message>
    <message>
        <source>like a confirmed photo</source>
        <translation>確定済みの写真に近い</translation>
    </message>
</context>
<context>
    <name>MatchPanel</name>
    <message>
        <source>Matches</source>
        <translation>候補</translation>
    </message>
    <message>
        <source>{name} says “{what}”</source>
        <translation>{name}は「{what}」</translation>
    </message>
    <message>
        <source>{name} says “{what}” in a blind review</source>
        <translation>{name}は再確認で「{what}」</translation>
    </message>
    <message>
        <source>Disputed: {words}</source>
        <translation>意見が分かれています：{words}</translation>
    </message>
    <message>
        <source>{what} · {annotator}</source>
        <translation>{what} · {annotator}</translation>
    </message>
    <message>
        <source>Labelled {what} by {annotator}, {day}</source>
        <translation>前の判断：{what}（{annotator}、{day}）</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>{what} · by Karuta, not checked yet</source>
        <translation>{what} · 自動確定（未確認）</translation>
    </message>
    <message>
        <source>Back of {game}</source>
        <translation>{game} の裏面</translation>
    </message>
    <message>
        <source>{card} (no longer in the catalogue)</source>
        <translation>{card}（カタログから削除済み）</translation>
    </message>
</context>
<context>
    <name>Measured</name>
    <message>
        <source>Standard test</source>
        <translation>標準テスト</translation>
    </message>
    <message>
        <source>All your labels</source>
        <translation>自分のラベルすべて</translation>
    </message>
    <message>
        <source>Your labels, not used in training</source>
        <translation>学習に使っていない自分のラベル</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Cards &gt; Add cards</source>
        <translation>「カード」&gt;「カードを追加」</translation>
    </message>
    <message>
        <source>Help &gt; Check the library</source>
        <translation>「ヘルプ」&gt;「ライブラリを点検」</translation>
    </message>
    <message>
        <source>Help &gt; Check the library &gt; Repair</source>
        <translation>「ヘルプ」&gt;「ライブラリを点検」&gt;「修復」</translation>
    </message>
</context>
<context>
    <name>MergeCommands</name>
    <message>
        <source>Labels (labels.db *.db *.jsonl)</source>
        <translation>ラベル (labels.db *.db *.jsonl)</translation>
    </message>
    <message>
        <source>Comparing labels</source>
        <translation>ラベルを比べています</translation>
    </message>
    <message>
        <source>{new} new, {same} here already, {conflicts} in conflict.</source>
        <translation>新しいもの {new}件、すでにあるもの {same}件、意見の分かれるもの {conflicts}件。</translation>
    </message>
    <message>
        <source>Nothing new to merge.</source>
        <translation>統合する新しいものはありません。</translation>
    </message>
    <message>
        <source>Undo takes the merge back, in this library only.</source>
        <translation>「元に戻す」で、このライブラリの中だけで統合を取り消せます。</translation>
    </message>
    <message>
        <source>Merge labels</source>
        <translation>ラベルを統合</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>統合する</translation>
    </message>
    <message numerus="yes">
        <source>{new} decisions merged, {conflicts} in conflict</source>
        <translation>
            <numerusform>{new}件の決定を統合しました。意見の分かれるもの {conflicts}件</numerusform>
        </translation>
    </message>
    <message>
        <source>Merging labels</source>
        <translation>ラベルを統合しています</translation>
    </message>
    <message>
        <source>{merged}: Review &gt; Disagreements</source>
        <translation>{merged}：「見直し」&gt;「意見の不一致」</translation>
    </message>
    <message>
        <source>Stopped: the same merge takes the rest.</source>
        <translation>途中で止めました。同じものをもう一度統合すると、残りを取り込みます。</translation>
    </message>
    <message>
        <source>A library&apos;s folder…</source>
        <translation>ライブラリのフォルダ…</translation>
    </message>
    <message>
        <source>A label file or exported events…</source>
        <translation>ラベルファイル、または書き出したイベント…</translation>
    </message>
    <message>
        <source>Which labels should be merged into this library?</source>
        <translation>どのラベルを統合しますか？</translation>
    </message>
</context>
<context>
    <name>Missing</name>
    <message>
        <source>cut off by the photo&apos;s edge</source>
        <translation>写真の端で切れている</translation>
    </message>
    <message>
        <source>too small</source>
        <translation>小さすぎる</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>ぼけている</translation>
    </message>
    <message>
        <source>too dark</source>
        <translation>暗すぎる</translation>
    </message>
    <message>
        <source>too bright</source>
        <translation>明るすぎる</translation>
    </message>
    <message>
        <source>too little contrast</source>
        <translation>コントラストが足りない</translation>
    </message>
    <message>
        <source>its edges are hidden</source>
        <translation>カードの縁が隠れている</translation>
    </message>
</context>
<context>
    <name>Newer</name>
    <message>
        <source>1 better match</source>
        <translation>より近い候補1件</translation>
    </message>
    <message>
        <source>{count} better matches</source>
        <translation>より近い候補{count}件</translation>
    </message>
    <message>
        <source>1 new match</source>
        <translation>新しい候補1件</translation>
    </message>
    <message>
        <source>{count} new matches</source>
        <translation>新しい候補{count}件</translation>
    </message>
    <message>
        <source>{matches}, now {verdict}</source>
        <translation>{matches}（判定：{verdict}）</translation>
    </message>
    <message>
        <source>Now {verdict}</source>
        <translation>判定が「{verdict}」に変わりました</translation>
    </message>
    <message>
        <source>Matches in another order</source>
        <translation>候補の順序が変わりました</translation>
    </message>
    <message>
        <source>No card is found here any more</source>
        <translation>ここにはカードが見つからなくなりました</translation>
    </message>
</context>
<context>
    <name>NotYet</name>
    <message>
        <source>Cards are still being added; wait until then to say what is not in the catalogue</source>
        <translation>カードを追加しています。「該当なし」にできるのは追加が終わってからです。</translation>
    </message>
    <message>
        <source>Not looked up yet, so it is not known whether it is in the catalogue</source>
        <translation>まだ照合していないため、該当なしかどうかわかりません</translation>
    </message>
    <message>
        <source>Nothing can be looked up now, so it is not known whether the newer cards include it</source>
        <translation>今は照合できないため、新しいカードにあるかどうかわかりません</translation>
    </message>
    <message>
        <source>Newer matches are on their way: press again when they have come</source>
        <translation>新しい候補を準備しています。表示されてから、もう一度押してください</translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message numerus="yes">
        <source>Note on {count} photos</source>
        <translation>
            <numerusform>写真{count}枚のメモ</numerusform>
        </translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Enter saves, Esc leaves</source>
        <translation>Enter で保存、Esc でやめる</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>このお知らせを閉じる</translation>
    </message>
</context>
<context>
    <name>NoticePresenter</name>
    <message>
        <source>Not saved: {reason}</source>
        <translation>保存されていません：{reason}</translation>
    </message>
    <message>
        <source>{card} is not saved: {reason}</source>
        <translation>{card} は保存されていません：{reason}</translation>
    </message>
    <message>
        <source>{count} decisions are not saved: {reason}</source>
        <translation>{count}件の決定が保存されていません：{reason}</translation>
    </message>
    <message>
        <source>Retry saving</source>
        <translation>保存を再試行</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度</translation>
    </message>
    <message>
        <source>Not added</source>
        <translation>追加されませんでした</translation>
    </message>
    <message>
        <source>These files were not added.</source>
        <translation>次のファイルは追加されませんでした。</translation>
    </message>
    <message>
        <source>This library has no cards yet, so photos can&apos;t be looked up.</source>
        <translation>このライブラリにはまだカードがないため、照合できません。</translation>
    </message>
    <message>
        <source>Karuta closed unexpectedly while opening {count} photos, so they were set aside.</source>
        <translation>{count}枚の写真を開いている間に Karuta が終了したため、これらの写真を保留にしました。</translation>
    </message>
    <message>
        <source>Labelled “{kind}” although {other} is far likelier. Undo: {key}</source>
        <translation>「{kind}」にしました（{other} の可能性のほうがはるかに高い判定です）。元に戻す：{key}</translation>
    </message>
    <message>
        <source>No photos found there.</source>
        <translation>写真は見つかりませんでした。</translation>
    </message>
    <message>
        <source>{count} files could not be opened as pictures.</source>
        <translation>{count}個のファイルは画像として開けませんでした。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>開き直す</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Confirmed {card}, which was ruled out on the same shot. Undo: {key}</source>
        <translation>{card} に確定しました（同じ写真で除外されたカードです）。元に戻す：{key}</translation>
    </message>
    <message>
        <source>Confirmed {card} although {other} is far likelier. Undo: {key}</source>
        <translation>{card} に確定しました（{other} の可能性のほうがはるかに高い判定です）。元に戻す：{key}</translation>
    </message>
    <message>
        <source>Decided already: press {key} to change it</source>
        <translation>決定済みです。変更するには {key} を押してください</translation>
    </message>
    <message>
        <source>Decided already: open it in the queue to change it</source>
        <translation>決定済みです。変更するには一覧から開いてください</translation>
    </message>
</context>
<context>
    <name>Pace</name>
    <message>
        <source>{count} per second</source>
        <translation>毎秒{count}枚</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>残り約{minutes}分</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>残り1分未満</translation>
    </message>
</context>
<context>
    <name>PacksDialog</name>
    <message>
        <source>Packs</source>
        <translation>パック</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>パック</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>追加日時</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>Artworks</source>
        <translation>イラスト</translation>
    </message>
    <message>
        <source>From</source>
        <translation>追加元</translation>
    </message>
    <message>
        <source>This library has no cards yet. Add some with Cards &gt; Add cards.</source>
        <translation>このライブラリにはまだカードがありません。「カード」&gt;「カードを追加」で追加してください。</translation>
    </message>
    <message>
        <source>Reading the packs…</source>
        <translation>パックを読み込んでいます…</translation>
    </message>
    <message>
        <source>All cards: {test}</source>
        <translation>全カード：{test}</translation>
    </message>
    <message>
        <source>Library &gt; Models and training &gt; Train without labels may do better.</source>
        <translation>「ライブラリ」&gt;「モデルと学習」&gt;「ラベルなしで学習」で良くなることがあります。</translation>
    </message>
    <message>
        <source>{time}: cards {cards}, printings {printings}, artworks {artworks}</source>
        <translation>{time}：カード {cards}、版 {printings}、イラスト {artworks}</translation>
    </message>
    <message>
        <source>Labels of its cards: {labels}</source>
        <translation>このパックのカードのラベル：{labels}</translation>
    </message>
    <message>
        <source>Choose the folder that would be added</source>
        <translation>追加する予定のフォルダーを選んでください</translation>
    </message>
    <message>
        <source>Cards that are only in {pack} leave the catalogue. All labels stay. Adding the pack again restores it.</source>
        <translation>{pack} だけに載っているカードをカタログから外します。ラベルはすべて残り、もう一度追加すれば元に戻ります。</translation>
    </message>
    <message>
        <source>Remove pack</source>
        <translation>パックを外す</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>外す</translation>
    </message>
    <message>
        <source>{pack} removed. Cards: {cards}, artworks: {artworks}, labels kept: {labels}</source>
        <translation>{pack} を外しました。カード：{cards}、イラスト：{artworks}、残したラベル：{labels}</translation>
    </message>
    <message>
        <source>Removing {pack}</source>
        <translation>{pack} を外しています</translation>
    </message>
    <message>
        <source>A pack is what was added under one name. Once removed, its cards and pictures are no longer suggested. Labels stay, and adding the pack again restores it.</source>
        <translation>一つの名前で追加したものがパックです。外すと、そのカードと画像は候補に出なくなります。ラベルは残り、もう一度追加すれば元に戻ります。</translation>
    </message>
    <message>
        <source>Preview a folder…</source>
        <translation>フォルダーをプレビュー…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>外す…</translation>
    </message>
    <message>
        <source>Shows what adding it would change, and changes nothing.</source>
        <translation>追加すると何が変わるかを示します。実際には何も変わりません。</translation>
    </message>
    <message>
        <source>{time}: cards {cards}, printings {printings}, artworks {artworks} (removed)</source>
        <translation>{time}：カード {cards}、版 {printings}、イラスト {artworks}（外しました）</translation>
    </message>
</context>
<context>
    <name>PasteDialog</name>
    <message>
        <source>One listing</source>
        <translation>1件の出品</translation>
    </message>
    <message>
        <source>Paste the whole listing here. Its first line is the title, the rest its description.</source>
        <translation>出品の文章をここに貼り付けてください。1行目がタイトル、残りが説明文になります。</translation>
    </message>
    <message>
        <source>Text of the listing</source>
        <translation>出品の文章</translation>
    </message>
    <message>
        <source>Photos…</source>
        <translation>写真…</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>Drop the photos of the listing here.</source>
        <translation>出品の写真をここにドロップしてください。</translation>
    </message>
</context>
<context>
    <name>PhotoCommands</name>
    <message>
        <source>Add photos</source>
        <translation>写真を追加</translation>
    </message>
    <message>
        <source>There is no picture to paste; copy one first</source>
        <translation>貼り付ける画像がありません。先に画像をコピーしてください。</translation>
    </message>
    <message>
        <source>Some files have moved or were deleted; try Library &gt; Locate moved photos.</source>
        <translation>元の場所にないファイルがあります。「ライブラリ」&gt;「移動した写真を探す」で探せます。</translation>
    </message>
    <message>
        <source>The file has moved or was deleted; try Library &gt; Locate moved photos.</source>
        <translation>ファイルが元の場所にありません。「ライブラリ」&gt;「移動した写真を探す」で探せます。</translation>
    </message>
    <message>
        <source>Where are the photos now?</source>
        <translation>写真は今どこにありますか？</translation>
    </message>
    <message>
        <source>Looking for moved photos</source>
        <translation>移動した写真を探しています</translation>
    </message>
    <message>
        <source>Looking up {count} photos again</source>
        <translation>{count}枚の写真をもう一度照合しています</translation>
    </message>
    <message>
        <source>Looking up {photo} again</source>
        <translation>{photo} をもう一度照合しています</translation>
    </message>
    <message>
        <source>Add all photos in a folder</source>
        <translation>フォルダー内の写真をすべて追加</translation>
    </message>
    <message>
        <source>Watch a folder: new pictures are added to the queue</source>
        <translation>監視するフォルダーを選択（新しい画像は写真一覧に入ります）</translation>
    </message>
    <message>
        <source>That is a web address, and Karuta downloads nothing; save the picture, then drop the file.</source>
        <translation>これはウェブのアドレスです。Karuta は何もダウンロードしません。画像を保存してから、そのファイルをドロップしてください。</translation>
    </message>
    <message>
        <source>No other copy of this shot in the queue</source>
        <translation>同じ写真は一覧にほかにありません</translation>
    </message>
    <message>
        <source>Found: {found}, still missing: {missing}</source>
        <translation>{found}枚が見つかりました。{missing}枚はまだ見つかりません。</translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
    <message numerus="yes">
        <source>{count} cards</source>
        <translation>
            <numerusform>カード{count}枚</numerusform>
        </translation>
    </message>
    <message>
        <source>Photo {name}</source>
        <translation>写真 {name}</translation>
    </message>
</context>
<context>
    <name>Photos</name>
    <message>
        <source>Drop a photo or a folder here.</source>
        <translation>写真かフォルダーをここにドロップしてください。</translation>
    </message>
    <message>
        <source>Space: next · Left: back</source>
        <translation>スペース：次へ · ←：前へ</translation>
    </message>
    <message>
        <source>No card in this photo</source>
        <translation>この写真にカードは写っていません</translation>
    </message>
    <message>
        <source>Preparing the demo&apos;s cards…</source>
        <translation>デモのカードを準備しています…</translation>
    </message>
    <message>
        <source>Looking up…</source>
        <translation>照合中…</translation>
    </message>
    <message>
        <source>No photos found there.</source>
        <translation>写真は見つかりませんでした。</translation>
    </message>
</context>
<context>
    <name>PictureCode</name>
    <message>
        <source>The file was not there.</source>
        <translation>ファイルがありませんでした。</translation>
    </message>
    <message>
        <source>An empty file; copy the photo again.</source>
        <translation>空のファイルです。写真をコピーし直してください。</translation>
    </message>
    <message>
        <source>Not a picture; choose a photo (JPEG, PNG, WebP, HEIC, ...).</source>
        <translation>画像ではありません。写真（JPEG、PNG、WebP、HEIC など）を選んでください。</translation>
    </message>
    <message>
        <source>Damaged or cut off; copy the photo again.</source>
        <translation>壊れているか、途中で切れています。写真をコピーし直してください。</translation>
    </message>
    <message>
        <source>Too large to be opened; scale it down.</source>
        <translation>大きすぎて開けません。縮小してください。</translation>
    </message>
    <message>
        <source>Too long a strip; cut it into several pictures.</source>
        <translation>細長すぎます。いくつかの画像に分けてください。</translation>
    </message>
    <message>
        <source>Takes too long to be opened; save it anew as a plain JPEG.</source>
        <translation>開くのに時間がかかりすぎます。普通の JPEG で保存し直してください。</translation>
    </message>
    <message>
        <source>Not a format that Karuta opens; save it as JPEG or PNG.</source>
        <translation>Karuta で開けない形式です。JPEG か PNG で保存してください。</translation>
    </message>
    <message>
        <source>It may not be read; change its permissions.</source>
        <translation>読む許可がありません。アクセス権を変更してください。</translation>
    </message>
    <message>
        <source>It could not be looked up; please report it.</source>
        <translation>照合できませんでした。不具合として報告してください。</translation>
    </message>
    <message>
        <source>no longer there</source>
        <translation>ファイルがありません</translation>
    </message>
    <message>
        <source>empty file</source>
        <translation>空のファイルです</translation>
    </message>
    <message>
        <source>not a picture</source>
        <translation>画像ではありません</translation>
    </message>
    <message>
        <source>damaged or cut off</source>
        <translation>壊れているか、途中で切れています</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>大きすぎます</translation>
    </message>
    <message>
        <source>too long a strip</source>
        <translation>細長すぎる</translation>
    </message>
    <message>
        <source>too slow to open</source>
        <translation>時間がかかりすぎる</translation>
    </message>
    <message>
        <source>format not supported</source>
        <translation>開けない形式です</translation>
    </message>
    <message>
        <source>no permission to read it</source>
        <translation>読む許可がありません</translation>
    </message>
    <message>
        <source>error in Karuta</source>
        <translation>Karuta の不具合です</translation>
    </message>
</context>
<context>
    <name>PlacesOfOthers</name>
    <message numerus="yes">
        <source>Others say where on this computer {count} photos lie</source>
        <translation>
            <numerusform>ほかの人が、このコンピューターにある写真{count}枚の場所を示しています</numerusform>
        </translation>
    </message>
    <message>
        <source>Open them there</source>
        <translation>その場所で開く</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Find a command</source>
        <translation>コマンドを探す</translation>
    </message>
    <message>
        <source>Command to find</source>
        <translation>探すコマンド</translation>
    </message>
    <message>
        <source>Open {file} in a text editor</source>
        <translation>{file} をテキストエディターで開いてください</translation>
    </message>
    <message>
        <source>In {file}, some lines were skipped. {lines}</source>
        <translation>{file} に、飛ばした行があります。{lines}</translation>
    </message>
    <message>
        <source>Labels will be signed “{name}” from now on; before: “{former}”</source>
        <translation>これからのラベルの署名は「{name}」です（以前は「{former}」）</translation>
    </message>
    <message>
        <source>Change back</source>
        <translation>元に戻す</translation>
    </message>
</context>
<context>
    <name>PricePlot</name>
    <message>
        <source>Sales over time</source>
        <translation>売値の推移</translation>
    </message>
    <message>
        <source>None of these sales has a date.</source>
        <translation>これらの販売には日付がありません。</translation>
    </message>
</context>
<context>
    <name>Prices</name>
    <message>
        <source>There is no price of one card to compare: the title must name one card, and the library needs a table of sales (sales.csv in its folder).</source>
        <translation>比べられる1枚の価格がありません。タイトルが1枚のカードを指し、ライブラリのフォルダーに売値の表（sales.csv）が必要です。</translation>
    </message>
    <message>
        <source>far below</source>
        <translation>大きく低い</translation>
    </message>
    <message>
        <source>far above</source>
        <translation>大きく高い</translation>
    </message>
    <message>
        <source>Listing {id} is not in this list.</source>
        <translation>出品 {id} はこの一覧にありません。</translation>
    </message>
</context>
<context>
    <name>PrintStrip</name>
    <message>
        <source>{key}, or a click: the printing in full, or in one line</source>
        <translation>{key} またはクリックで、版を詳しく、または1行で表示</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>Printing: read</source>
        <translation>版：読み取り済み</translation>
    </message>
    <message>
        <source>Printing: likely</source>
        <translation>版：有力</translation>
    </message>
    <message>
        <source>Printing: not legible</source>
        <translation>版：読み取れません</translation>
    </message>
    <message>
        <source>No set code is printed</source>
        <translation>セットコードの印刷なし</translation>
    </message>
    <message>
        <source>1st edition</source>
        <translation>初版</translation>
    </message>
    <message>
        <source>limited edition</source>
        <translation>限定版</translation>
    </message>
    <message>
        <source>unlimited edition</source>
        <translation>アンリミテッド</translation>
    </message>
    <message>
        <source>foil</source>
        <translation>フォイル</translation>
    </message>
    <message>
        <source>reverse foil</source>
        <translation>リバース</translation>
    </message>
    <message>
        <source>not foil</source>
        <translation>フォイルでない</translation>
    </message>
    <message>
        <source>The print does not agree with the picture.</source>
        <translation>印刷された文字が画像と一致しません。</translation>
    </message>
    <message>
        <source>only the card</source>
        <translation>カードだけ</translation>
    </message>
    <message>
        <source>By this batch: {agree} of {count} codes are {set}.</source>
        <translation>このバッチから：コード {count} 件のうち {agree} 件が {set} です。</translation>
    </message>
    <message>
        <source>Read: {code}</source>
        <translation>読み取り：{code}</translation>
    </message>
    <message>
        <source>passcode {code}</source>
        <translation>パスコード {code}</translation>
    </message>
    <message>
        <source>agrees with the picture</source>
        <translation>画像と一致</translation>
    </message>
    <message>
        <source>The picture says {pictured}, the printed number says {printed}.</source>
        <translation>画像では {pictured}、印刷された番号では {printed} です。</translation>
    </message>
    <message>
        <source>Too small; a closer photo of the set code would help.</source>
        <translation>小さすぎます。セットコードを近くで撮ると読めます。</translation>
    </message>
    <message>
        <source>Printing: not known</source>
        <translation>版：カタログにありません</translation>
    </message>
    <message>
        <source>Blurred; a sharper photo of the set code would help.</source>
        <translation>ぼけています。セットコードにピントを合わせて撮ると読めます。</translation>
    </message>
    <message>
        <source>Covered; a photo without glare or fingers on it would help.</source>
        <translation>隠れています。光の反射や指がかからないように撮ると読めます。</translation>
    </message>
    <message>
        <source>The picture says {pictured}, the printed name says {printed}.</source>
        <translation>絵は {pictured}、印刷された名前は {printed} です。</translation>
    </message>
    <message>
        <source>name {name}</source>
        <translation>カード名 {name}</translation>
    </message>
    <message>
        <source>The print says</source>
        <translation>印刷は</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>ドライブ</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>場所(&amp;I):</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>ファイルの種類(&amp;T):</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>All photos</source>
        <translation>全写真</translation>
    </message>
    <message>
        <source>All batches</source>
        <translation>全バッチ</translation>
    </message>
    <message>
        <source>State, verdict or mark</source>
        <translation>状態・判定・印</translation>
    </message>
    <message>
        <source>Name or set code of a card</source>
        <translation>カード名、セットコード</translation>
    </message>
    <message>
        <source>Labels of one person</source>
        <translation>一人の作業者のラベル</translation>
    </message>
    <message>
        <source>Added or labelled since</source>
        <translation>この日から追加・ラベル</translation>
    </message>
    <message>
        <source>Keep this search under a name</source>
        <translation>この検索に名前を付けて保存</translation>
    </message>
    <message>
        <source>A kept search</source>
        <translation>保存した検索</translation>
    </message>
    <message>
        <source>Remove a kept search</source>
        <translation>保存した検索を削除</translation>
    </message>
    <message>
        <source>No card found</source>
        <translation>カード未検出</translation>
    </message>
    <message>
        <source>Looked up, not decided</source>
        <translation>照合済み・未決定</translation>
    </message>
    <message>
        <source>Unsure, doubted or flagged</source>
        <translation>不確か、疑わしい、または旗つき</translation>
    </message>
    <message>
        <source>The last seven days</source>
        <translation>この七日間</translation>
    </message>
    <message>
        <source>Cards with fewest labels first</source>
        <translation>ラベルの少ないカードから</translation>
    </message>
    <message>
        <source>Cannot be opened</source>
        <translation>開けません</translation>
    </message>
    <message>
        <source>Labelled by me</source>
        <translation>自分のラベル</translation>
    </message>
    <message>
        <source>Labelled by others</source>
        <translation>ほかの作業者のラベル</translation>
    </message>
    <message>
        <source>Confirmed by Karuta</source>
        <translation>Karuta が自動確定</translation>
    </message>
    <message>
        <source>Labels disagree</source>
        <translation>ラベルの不一致</translation>
    </message>
    <message>
        <source>With a printing</source>
        <translation>セットコードあり</translation>
    </message>
    <message>
        <source>With a note</source>
        <translation>メモあり</translation>
    </message>
    <message>
        <source>May be known now</source>
        <translation>今は見つかる可能性あり</translation>
    </message>
    <message>
        <source>Labelled as a back</source>
        <translation>裏面とラベルしたもの</translation>
    </message>
    <message>
        <source>Not in the catalogue, judged or labelled</source>
        <translation>該当なしの判定またはラベル</translation>
    </message>
</context>
<context>
    <name>QueueButton</name>
    <message>
        <source>{queue}: {count} left</source>
        <translation>{queue}：残り {count}</translation>
    </message>
    <message>
        <source>Queue: {name}</source>
        <translation>写真一覧：{name}</translation>
    </message>
</context>
<context>
    <name>QueueDelegate</name>
    <message>
        <source>{state} · skipped</source>
        <translation>{state} · 後回し</translation>
    </message>
    <message>
        <source>adding…</source>
        <translation>追加中</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>Photo {number}</source>
        <translation>写真 {number}</translation>
    </message>
    <message>
        <source>same shot {number}/{count}</source>
        <translation>同じ写真 {number}/{count}</translation>
    </message>
    <message>
        <source>{name}, being added</source>
        <translation>{name}、追加中</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Photos in the queue</source>
        <translation>一覧の写真</translation>
    </message>
    <message>
        <source>{count} disputed</source>
        <translation>不一致 {count}件</translation>
    </message>
    <message>
        <source>{count} today</source>
        <translation>今日{count}件</translation>
    </message>
    <message>
        <source>{count} min to go</source>
        <translation>残り約{count}分</translation>
    </message>
    <message>
        <source>{count} h to go</source>
        <translation>残り約{count}時間</translation>
    </message>
    <message>
        <source>No photos yet. Drop some on the window, or add a folder with the File menu.</source>
        <translation>写真はまだありません。ウィンドウにドロップするか、「ファイル」メニューからフォルダーを追加してください。</translation>
    </message>
    <message>
        <source>No photo matches the filter.</source>
        <translation>条件に合う写真はありません。</translation>
    </message>
    <message>
        <source>Photos decided</source>
        <translation>決定した写真</translation>
    </message>
    <message>
        <source>adding {count}</source>
        <translation>{count}枚を追加中</translation>
    </message>
    <message>
        <source>{done} of {photos} decided</source>
        <translation>{photos}枚中{done}枚を決定</translation>
    </message>
    <message>
        <source>{count} per minute</source>
        <translation>毎分{count}件</translation>
    </message>
    <message>
        <source>less than a minute to go</source>
        <translation>残り1分未満</translation>
    </message>
    <message>
        <source>{done} of {items} decided</source>
        <translation>{items}件中{done}件を決定</translation>
    </message>
</context>
<context>
    <name>QueueWords</name>
    <message>
        <source>decided</source>
        <translation>決定済み</translation>
    </message>
    <message>
        <source>no card found</source>
        <translation>カード未検出</translation>
    </message>
    <message>
        <source>{verdict} · {decided} of {all}</source>
        <translation>{verdict} · {decided}/{all} 決定</translation>
    </message>
    <message>
        <source>against the evidence</source>
        <translation>判定と不一致</translation>
    </message>
    <message>
        <source>waiting for lookup</source>
        <translation>照合待ち</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>開けません</translation>
    </message>
    <message>
        <source>ruled out: {card}</source>
        <translation>除外：{card}</translation>
    </message>
    <message>
        <source>disputed</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>旗付き</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} ほか{count}枚</translation>
    </message>
    <message>
        <source>{count} listings</source>
        <translation>出品{count}件</translation>
    </message>
    <message>
        <source>by Karuta</source>
        <translation>自動確定</translation>
    </message>
</context>
<context>
    <name>Queues</name>
    <message>
        <source>All photos</source>
        <translation>全写真</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>未決定</translation>
    </message>
    <message>
        <source>Unsure, doubted</source>
        <translation>不確かなもの</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>意見の不一致</translation>
    </message>
    <message>
        <source>Blind review</source>
        <translation>再確認</translation>
    </message>
    <message>
        <source>Model&apos;s changes</source>
        <translation>モデルによる違い</translation>
    </message>
    <message>
        <source>Machine&apos;s labels</source>
        <translation>自動確定のラベル</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>決定済み</translation>
    </message>
    <message>
        <source>Listings</source>
        <translation>出品</translation>
    </message>
    <message>
        <source>Unknown cards</source>
        <translation>該当なしのカード</translation>
    </message>
    <message>
        <source>Look up only</source>
        <translation>調べるだけ</translation>
    </message>
    <message>
        <source>Rapid entry</source>
        <translation>番号で入力</translation>
    </message>
</context>
<context>
    <name>RehearsalView</name>
    <message>
        <source>Pictures that are there already under another card</source>
        <translation>別のカードにある似た画像</translation>
    </message>
    <message>
        <source>Cards: {added} new, {changed} changed, {same} the same, {joined} joined</source>
        <translation>カード：新規 {added}、変更 {changed}、同じ {same}、ほかの提供元と統合 {joined}</translation>
    </message>
    <message>
        <source>Printings: {added} new. Artworks: {new} new, {changed} changed, {same} the same</source>
        <translation>版：新規 {added}。イラスト：新規 {new}、変更 {changed}、同じ {same}</translation>
    </message>
    <message>
        <source>Skipped rows: {skipped}</source>
        <translation>飛ばした行：{skipped}</translation>
    </message>
    <message>
        <source>Of {labels} confirmed labels, {changed} would have another first match</source>
        <translation>確定済みのラベル{labels}件のうち、第一候補が変わるもの：{changed}件</translation>
    </message>
    <message>
        <source>Preview of {pack}. Nothing was changed.</source>
        <translation>{pack} のプレビューです。何も変わっていません。</translation>
    </message>
    <message>
        <source>{pictured} of {cards} cards would have a picture</source>
        <translation>カード{cards}枚のうち、画像があるもの：{pictured}枚</translation>
    </message>
    <message>
        <source>no set</source>
        <translation>セットなし</translation>
    </message>
    <message>
        <source>Without one, by set: {sets}</source>
        <translation>画像のないカード（セット別）：{sets}</translation>
    </message>
    <message>
        <source>New pictures that look like one of another card: {count}</source>
        <translation>別のカードの画像に似た新しい画像：{count}</translation>
    </message>
</context>
<context>
    <name>RemarkLine</name>
    <message>
        <source>Flagged</source>
        <translation>旗付き</translation>
    </message>
</context>
<context>
    <name>Restore</name>
    <message>
        <source>Label files</source>
        <translation>ラベルファイル</translation>
    </message>
    <message>
        <source>Restore backup</source>
        <translation>バックアップを復元</translation>
    </message>
    <message>
        <source>The current label file is kept in this list.</source>
        <translation>今のラベルファイルは、この一覧に残ります。</translation>
    </message>
    <message>
        <source>Decisions in the current file that are not in this backup: {count}.</source>
        <translation>今のファイルにあってこのバックアップにない決定：{count}件。</translation>
    </message>
    <message>
        <source>This backup replaces the label file.</source>
        <translation>このバックアップでラベルファイルを置き換えます。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
    <message>
        <source>Start empty</source>
        <translation>空の状態で始める</translation>
    </message>
    <message>
        <source>The library starts again without labels. Its cards and backups stay.</source>
        <translation>ラベルのない状態から始めます。カードとバックアップは残ります。</translation>
    </message>
    <message>
        <source>Choose a copy of the label file</source>
        <translation>ラベルファイルのコピーを選択</translation>
    </message>
</context>
<context>
    <name>ReviewCommands</name>
    <message>
        <source>card {number} of {count}</source>
        <translation>{count}枚中{number}枚目</translation>
    </message>
    <message numerus="yes">
        <source>{count} undone labels can no longer be redone; the history has them</source>
        <translation>
            <numerusform>やり直せなくなったラベル{count}件は、履歴に残っています</numerusform>
        </translation>
    </message>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
</context>
<context>
    <name>SalesList</name>
    <message>
        <source>Day</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>価格</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>版</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Comparable sales</source>
        <translation>比べられる販売</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Words, or is: batch: card: …</source>
        <translation>言葉、または 状態: バッチ: カード: …</translation>
    </message>
    <message>
        <source>Search the queue</source>
        <translation>一覧の検索</translation>
    </message>
    <message>
        <source>What the search can say</source>
        <translation>検索に使える言葉</translation>
    </message>
    <message>
        <source>{words} has no meaning here and is ignored.</source>
        <translation>{words} は検索の言葉ではないので、絞り込みに使いません。</translation>
    </message>
    <message>
        <source>Enter keeps the other words under this name.</source>
        <translation>Enter で、ほかの言葉をこの名前で保存します。</translation>
    </message>
    <message>
        <source>Kept: {name}</source>
        <translation>保存しました：{name}</translation>
    </message>
    <message>
        <source>Removed: {name}</source>
        <translation>削除しました：{name}</translation>
    </message>
</context>
<context>
    <name>SearchDock</name>
    <message>
        <source>Another card is on the desk now: press Enter again to label it</source>
        <translation>別のカードに変わりました。このカードに付けるには、もう一度 Enter を押してください</translation>
    </message>
    <message>
        <source>Copied: {text}</source>
        <translation>コピーしました：{text}</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear</source>
        <translation>消去</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message>
        <source>Name, nickname, passcode or set code</source>
        <translation>名前、通称、パスコード、セットコード</translation>
    </message>
    <message>
        <source>Card to find</source>
        <translation>探すカード</translation>
    </message>
    <message>
        <source>Cards found</source>
        <translation>見つかったカード</translation>
    </message>
    <message>
        <source>No card matches “{text}”; try part of its name</source>
        <translation>「{text}」に一致するカードはありません。名前の一部で試してください。</translation>
    </message>
    <message>
        <source>Enter selects · Esc goes back</source>
        <translation>Enter で確定 · Esc で戻る</translation>
    </message>
    <message>
        <source>Recently confirmed · ↓ chooses · Enter selects · Esc goes back</source>
        <translation>最近の確定 · ↓ で選択 · Enter で確定 · Esc で戻る</translation>
    </message>
    <message>
        <source>No photo on the desk, so there is nothing to label · Esc goes back</source>
        <translation>写真がないため、ラベルは付きません · Esc で戻る</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>検索中…</translation>
    </message>
</context>
<context>
    <name>SetCode</name>
    <message>
        <source>such as {code}</source>
        <translation>{code} など</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Annotator</source>
        <translation>作業者</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>After a decision</source>
        <translation>決定した後</translation>
    </message>
    <message>
        <source>Confirmed crops</source>
        <translation>確定した切り抜き</translation>
    </message>
    <message>
        <source>Printings</source>
        <translation>版</translation>
    </message>
    <message>
        <source>Evidence sheets</source>
        <translation>確認シート</translation>
    </message>
    <message>
        <source>Match system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>明るい</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>暗い</translation>
    </message>
    <message>
        <source>Improve matching immediately</source>
        <translation>すぐに照合に使う</translation>
    </message>
    <message>
        <source>Not used for matching</source>
        <translation>照合に使わない</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>高速</translation>
    </message>
    <message>
        <source>Advance automatically</source>
        <translation>自動で次へ進む</translation>
    </message>
    <message>
        <source>Put the set of most cards in a batch first</source>
        <translation>バッチの大半と同じセットを先に出す</translation>
    </message>
    <message>
        <source>Name the titles of other sales</source>
        <translation>ほかの販売のタイトルを載せる</translation>
    </message>
    <message>
        <source>Saved with every label.</source>
        <translation>すべてのラベルと一緒に保存されます。</translation>
    </message>
    <message>
        <source>Close matches</source>
        <translation>僅差の候補</translation>
    </message>
    <message>
        <source>Show where the first two differ</source>
        <translation>上位2つの違うところを表示</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索方法</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>厳密（すべての画像と比較）</translation>
    </message>
    <message>
        <source>At the start</source>
        <translation>開始時</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>ダウンロード</translation>
    </message>
    <message>
        <source>Begin with the grid if several cards are sure</source>
        <translation>「確実」が複数あればグリッドから始める</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>This name contains invisible characters.</source>
        <translation>名前に見えない文字が含まれています。</translation>
    </message>
    <message>
        <source>Allowed from {names}</source>
        <translation>{names} から許可</translation>
    </message>
    <message>
        <source>None allowed; Add cards will ask</source>
        <translation>許可なし（「カードを追加」で確認します）</translation>
    </message>
</context>
<context>
    <name>Sheets</name>
    <message>
        <source>Save the evidence sheet</source>
        <translation>確認シートを保存</translation>
    </message>
    <message>
        <source>HTML (*.html);;PDF (*.pdf)</source>
        <translation>HTML (*.html);;PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>保存しました：{file}</translation>
    </message>
    <message>
        <source>Evidence sheet</source>
        <translation>確認シート</translation>
    </message>
    <message>
        <source>Not in the listings&apos; own folder: {photos}. Show them in the sheet all the same?</source>
        <translation>出品のフォルダーの外にある写真です：{photos}。シートに載せますか？</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>載せる</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>Open a table of listings…</source>
        <translation>出品の表を開く…</translation>
    </message>
    <message>
        <source>Open a folder of listings…</source>
        <translation>出品のフォルダーを開く…</translation>
    </message>
    <message>
        <source>Paste a listing…</source>
        <translation>出品を貼り付け…</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Open {name} again</source>
        <translation>{name} をもう一度開く</translation>
    </message>
    <message>
        <source>Open a table of listings</source>
        <translation>出品の表を開く</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Open a folder of listings</source>
        <translation>出品のフォルダーを開く</translation>
    </message>
    <message>
        <source>Photos of the listing</source>
        <translation>出品の写真</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>{name} を読み込んでいます…</translation>
    </message>
    <message>
        <source>There are more; the first {count} are shown. `karuta check` takes any number.</source>
        <translation>ほかにもあります。最初の{count}件を表示しています。`karuta check` では件数の制限がありません。</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Karuta: present mode</source>
        <translation>Karuta：展示モード</translation>
    </message>
    <message>
        <source>Next card or photo; with the camera: save a photo</source>
        <translation>次のカードまたは写真（カメラのときは写真として保存）</translation>
    </message>
    <message>
        <source>Next card or photo</source>
        <translation>次のカードまたは写真</translation>
    </message>
    <message>
        <source>Previous card or photo</source>
        <translation>前のカードまたは写真</translation>
    </message>
    <message>
        <source>Camera on, next camera, or off</source>
        <translation>カメラの開始、次のカメラ、終了</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>カメラ</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>画像を貼り付ける</translation>
    </message>
    <message>
        <source>Copy name and set code</source>
        <translation>名前とセットコードをコピー</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全画面表示</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>このキー一覧</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Hold down to leave present mode</source>
        <translation>長押しで展示モードを終了</translation>
    </message>
    <message>
        <source>Leave…</source>
        <translation>終了…</translation>
    </message>
    <message>
        <source>That is a web address, and Karuta downloads nothing; save the picture, then drop the file.</source>
        <translation>これはウェブのアドレスです。Karuta は何もダウンロードしません。画像を保存してから、そのファイルをドロップしてください。</translation>
    </message>
    <message>
        <source>End Karuta?</source>
        <translation>Karuta を終了しますか？</translation>
    </message>
    <message>
        <source>End</source>
        <translation>終了する</translation>
    </message>
    <message>
        <source>Leave present mode?</source>
        <translation>展示モードを終了しますか？</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>終了する</translation>
    </message>
    <message>
        <source>There is no picture to paste; copy one first</source>
        <translation>貼り付ける画像がありません。先に画像をコピーしてください。</translation>
    </message>
    <message>
        <source>The camera cannot be opened: the system lacks a library ({reason}).</source>
        <translation>必要なライブラリがシステムにないため、カメラを開けません（{reason}）。</translation>
    </message>
    <message>
        <source>Show this match</source>
        <translation>この候補を表示</translation>
    </message>
    <message>
        <source>Card {number} of {count}</source>
        <translation>カード {number} / {count}</translation>
    </message>
    <message>
        <source>Press any key, or drop a photo of a card</source>
        <translation>何かキーを押すか、カードの写真をドロップしてください</translation>
    </message>
    <message>
        <source>Hold Esc down to leave present mode</source>
        <translation>Esc を押し続けると展示モードを終了します</translation>
    </message>
    <message>
        <source>?: all keys · Hold Esc: leave · Drop a photo here; it is not saved</source>
        <translation>?：キー一覧 · Esc 長押し：終了 · 写真をドロップできます（保存はしません）</translation>
    </message>
</context>
<context>
    <name>StageKeys</name>
    <message>
        <source>Keys of present mode</source>
        <translation>展示モードのキー</translation>
    </message>
</context>
<context>
    <name>StagedCards</name>
    <message>
        <source>Karuta is sure</source>
        <translation>確実です</translation>
    </message>
    <message>
        <source>Very likely</source>
        <translation>おそらくこのカードです</translation>
    </message>
    <message>
        <source>Not sure, but closest to this one</source>
        <translation>不確かですが、このカードに最も近いです</translation>
    </message>
    <message>
        <source>Too little of this card can be seen</source>
        <translation>このカードは判読できません</translation>
    </message>
    <message>
        <source>Karuta cannot tell which card this is</source>
        <translation>どのカードか判断できません</translation>
    </message>
    <message>
        <source>Match {number}: {likely}</source>
        <translation>候補 {number}：{likely}</translation>
    </message>
    <message>
        <source>This card is not in the catalogue</source>
        <translation>該当なし（カタログにないカードです）</translation>
    </message>
    <message>
        <source>Back of {game}</source>
        <translation>{game} の裏面</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>View only: nothing can be saved here ({reason})</source>
        <translation>閲覧のみ：ここには保存できません（{reason}）</translation>
    </message>
    <message>
        <source>Watching {folder}</source>
        <translation>{folder} を監視中</translation>
    </message>
    <message>
        <source>{count} waiting for lookup</source>
        <translation>照合待ち{count}枚</translation>
    </message>
</context>
<context>
    <name>TakeBack</name>
    <message>
        <source>Undo would take back {what} ({time}): press {key} again</source>
        <translation>{what}（{time}）を元に戻します。もう一度 {key} を押すと実行します</translation>
    </message>
    <message>
        <source>Redo would bring back {what} ({time}): press {key} again</source>
        <translation>{what}（{time}）をやり直します。もう一度 {key} を押すと実行します</translation>
    </message>
    <message numerus="yes">
        <source>{count} labels</source>
        <translation>
            <numerusform>ラベル{count}件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} photos</source>
        <translation>
            <numerusform>写真{count}枚</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaskBar</name>
    <message>
        <source>Stop</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Finished: {task} · {window}</source>
        <translation>完了：{task} · {window}</translation>
    </message>
</context>
<context>
    <name>TeamCommands</name>
    <message>
        <source>{send} to send, team not reached</source>
        <translation>送信待ち {send} 件、チームに届きません</translation>
    </message>
    <message>
        <source>{send} to send, {new} new</source>
        <translation>送信待ち {send} 件、新着 {new} 件</translation>
    </message>
    <message>
        <source>{name} works on this batch · {line}</source>
        <translation>このバッチは {name} が作業中 · {line}</translation>
    </message>
    <message>
        <source>Sending and fetching…</source>
        <translation>送受信しています…</translation>
    </message>
    <message>
        <source>Review &gt; Send and fetch labels</source>
        <translation>「見直し」&gt;「ラベルを送受信」</translation>
    </message>
    <message>
        <source>{sent} sent, {new} fetched, {conflicts} in conflict</source>
        <translation>{sent} 件を送り、{new} 件を受け取りました。意見が分かれたもの {conflicts} 件</translation>
    </message>
    <message>
        <source>{exchanged}: Review &gt; Disagreements</source>
        <translation>{exchanged}：「見直し」&gt;「意見の不一致」</translation>
    </message>
    <message>
        <source>Refused: {why}.</source>
        <translation>断られたもの：{why}。</translation>
    </message>
</context>
<context>
    <name>TitleChips</name>
    <message>
        <source>Title</source>
        <translation>タイトル</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Pausing…</source>
        <translation>一時停止しています…</translation>
    </message>
    <message>
        <source>Step {step} of {steps}, {left}</source>
        <translation>ステップ {step}/{steps}、{left}</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>開始しています…</translation>
    </message>
    <message>
        <source>The training was ended by another program.</source>
        <translation>学習が別のプログラムによって終了されました。</translation>
    </message>
    <message>
        <source>Almost done: evaluating and saving the candidate</source>
        <translation>まもなく完了：評価と保存</translation>
    </message>
    <message>
        <source>Reading pictures: {done} of {total}, {left}</source>
        <translation>画像を読み込み中：{done}/{total}、{left}</translation>
    </message>
    <message>
        <source>A candidate is ready</source>
        <translation>候補モデルができました</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Resume continues here.</source>
        <translation>「再開」で、ここから続けます。</translation>
    </message>
    <message>
        <source>It resumes where it stopped, or starts again if the labels have changed since.</source>
        <translation>停止したところから再開します。その後ラベルが変わっていれば、最初からやり直します。</translation>
    </message>
    <message>
        <source>Without labels. It resumes where it stopped, or starts again if the cards have changed since.</source>
        <translation>ラベルなしの学習です。停止したところから再開します。その後カードが変わっていれば、最初からやり直します。</translation>
    </message>
    <message>
        <source>No model was made</source>
        <translation>モデルは作られませんでした</translation>
    </message>
    <message>
        <source>Trains a candidate on confirmed labels in a few minutes, while you go on working. Nothing changes until you promote it. A stopped training can be resumed.</source>
        <translation>確定したラベルで、候補のモデルを数分で学習します。その間も作業を続けられます。切り替えるまで照合は変わりません。止めた学習は続きから再開できます。</translation>
    </message>
    <message>
        <source>Improve matching</source>
        <translation>照合の精度を上げる</translation>
    </message>
    <message>
        <source>Training labels: {labels} · cards: {cards} · kept for evaluation: {held} · {model}</source>
        <translation>学習用ラベル{labels}件 · カード{cards}種 · 評価用に取り分け{held}件 · {model}</translation>
    </message>
    <message>
        <source>Simulated photos of your own cards alone · {model}</source>
        <translation>ライブラリのカードの合成写真のみ · {model}</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Train</source>
        <translation>学習を始める</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>{k} of {n}, {percent} %</source>
        <translation>{n}件中{k}件、{percent}%</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Loss (lower is better)</source>
        <translation>損失（低いほど良い）</translation>
    </message>
    <message>
        <source>Top-1 accuracy</source>
        <translation>正解率（第一候補）</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Train without labels</source>
        <translation>ラベルなしで学習</translation>
    </message>
    <message>
        <source>Learns from simulated photos of your own cards alone</source>
        <translation>ライブラリのカードの合成写真だけで学習します</translation>
    </message>
    <message>
        <source>Confirmed labels to train on: {labels}</source>
        <translation>学習に使える確定ラベル：{labels}件</translation>
    </message>
</context>
<context>
    <name>UndoState</name>
    <message>
        <source>Nothing to undo</source>
        <translation>元に戻すものはありません</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>やり直すものはありません</translation>
    </message>
</context>
<context>
    <name>UnknownCommands</name>
    <message>
        <source>Export list</source>
        <translation>一覧の書き出し</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>{file}: rows written: {count}</source>
        <translation>{file} に{count}行を書き出しました</translation>
    </message>
    <message>
        <source>Grouping unknown cards</source>
        <translation>該当なしのカードをまとめています</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>sure</source>
        <translation>確実</translation>
    </message>
    <message>
        <source>likely</source>
        <translation>有力</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>不確か</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>該当なし</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>判読不能</translation>
    </message>
</context>
<context>
    <name>VerdictPresenter</name>
    <message>
        <source>Card {number} of {count}</source>
        <translation>カード {number}/{count}</translation>
    </message>
    <message>
        <source>Looking up…</source>
        <translation>照合中…</translation>
    </message>
    <message>
        <source>Not looked up</source>
        <translation>未照合</translation>
    </message>
    <message>
        <source>No suggestion</source>
        <translation>候補なし</translation>
    </message>
    <message>
        <source>Cards are being added</source>
        <translation>カードを追加しています</translation>
    </message>
    <message>
        <source>No card found</source>
        <translation>カード未検出</translation>
    </message>
    <message>
        <source>{key} confirms</source>
        <translation>{key} で確定</translation>
    </message>
    <message>
        <source>{numbers} take a side · {confirm}: the marked one · {find}: another card</source>
        <translation>{numbers} でその意見に決定 · {confirm}：選んだ意見 · {find}：別のカード</translation>
    </message>
    <message>
        <source>{confirm}: the label is right · {numbers} take another card · {find}: search</source>
        <translation>{confirm}：今のラベルが正しい · {numbers}：そのカードにする · {find}：検索</translation>
    </message>
    <message>
        <source>Nothing like a card here · {none}: no card here · {unknown}: not in the catalogue</source>
        <translation>カードらしいものが写っていません · {none}：カードなし · {unknown}：該当なし</translation>
    </message>
    <message>
        <source>its card may have no picture · {find}: search</source>
        <translation>画像のないカードかもしれません · {find}：探す</translation>
    </message>
    <message>
        <source>one of these {count}: {keys}</source>
        <translation>この{count}枚のどれか：{keys}</translation>
    </message>
    <message>
        <source>one of {count} that look alike: {keys}</source>
        <translation>見分けのつかない{count}枚のどれか：{keys}</translation>
    </message>
    <message>
        <source>You ruled out {card}</source>
        <translation>{card} を除外しました</translation>
    </message>
    <message>
        <source>{annotator} ruled out {card}</source>
        <translation>{annotator} が {card} を除外しました</translation>
    </message>
    <message>
        <source>correct in {k} of {n} similar cases</source>
        <translation>類似の{n}件中{k}件が正解</translation>
    </message>
    <message>
        <source>1-9 choose</source>
        <translation>数字キーで選択</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>{what}: {key}</source>
        <translation>{what}：{key}</translation>
    </message>
    <message>
        <source>{count} photos selected</source>
        <translation>{count}枚を選択中</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>保存しました</translation>
    </message>
    <message>
        <source>Which card is it?</source>
        <translation>どのカードですか？</translation>
    </message>
    <message>
        <source>1-9 choose · in random order</source>
        <translation>数字キーで選択、順序はランダム</translation>
    </message>
    <message>
        <source>People disagree</source>
        <translation>意見が分かれています</translation>
    </message>
    <message>
        <source>not found by the latest lookup</source>
        <translation>最新の照合では見つかっていません</translation>
    </message>
    <message>
        <source>Cannot be opened</source>
        <translation>開けません</translation>
    </message>
    <message>
        <source>{none}: no card here · {draw}: draw it · {find}: find the card</source>
        <translation>{none}：カードなし · {draw}：枠を描く · {find}：カードを探す</translation>
    </message>
    <message>
        <source>Try again, or press {key} to remove it from the queue</source>
        <translation>もう一度試すか、{key} で一覧から外してください</translation>
    </message>
    <message>
        <source>{key}: {what}</source>
        <translation>{key}：{what}</translation>
    </message>
    <message>
        <source>{key}: confirm in bulk · {unknown}, {unreadable}, {none}, {back}: label all</source>
        <translation>{key}：まとめて確定 · {unknown}・{unreadable}・{none}・{back}：一括ラベル</translation>
    </message>
    <message>
        <source>Saved: {photo}</source>
        <translation>保存：{photo}</translation>
    </message>
    <message>
        <source>Alike: {count}</source>
        <translation>似ているもの: {count}</translation>
    </message>
    <message>
        <source>{key}: add this card</source>
        <translation>{key}: このカードを追加</translation>
    </message>
    <message>
        <source>The models differ</source>
        <translation>モデルの答えが違います</translation>
    </message>
    <message>
        <source>Not done: the focus was on “{button}”. Press {key} for it, or Enter again</source>
        <translation>未実行：フォーカスが「{button}」にありました。実行は {key}、確定はもう一度 Enter です</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>nearest: main artwork</source>
        <translation>最も近い画像：通常イラスト</translation>
    </message>
    <message>
        <source>alternate artwork {number}</source>
        <translation>別イラスト {number}</translation>
    </message>
    <message>
        <source>nearest: alternate artwork {number}</source>
        <translation>最も近い画像：別イラスト {number}</translation>
    </message>
    <message>
        <source>a confirmed photo</source>
        <translation>確定済みの写真</translation>
    </message>
    <message>
        <source>its name</source>
        <translation>カード名</translation>
    </message>
    <message>
        <source>known by its printed name</source>
        <translation>印刷されたカード名でわかりました</translation>
    </message>
    <message>
        <source>narrow lead</source>
        <translation>2位と僅差</translation>
    </message>
    <message>
        <source>{lead} behind the nearest card</source>
        <translation>最も近いカードより {lead} 下</translation>
    </message>
    <message>
        <source>more alike</source>
        <translation>画像がよく一致</translation>
    </message>
    <message>
        <source>less alike</source>
        <translation>画像の一致が弱い</translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation>スコア {score}</translation>
    </message>
    <message>
        <source>{lead} ahead of the next card</source>
        <translation>2位との差 {lead}</translation>
    </message>
    <message>
        <source>main artwork</source>
        <translation>通常イラスト</translation>
    </message>
    <message>
        <source>same picture as {card}</source>
        <translation>{card} と同じ画像</translation>
    </message>
    <message>
        <source>nearest: a confirmed photo</source>
        <translation>最も近い画像：確定済みの写真</translation>
    </message>
    <message>
        <source>far ahead</source>
        <translation>次のカードに大差</translation>
    </message>
    <message>
        <source>tied</source>
        <translation>同点</translation>
    </message>
    <message>
        <source>its picture matches the card better when laid over it</source>
        <translation>カードに重ねると、こちらの画像のほうがよく一致します</translation>
    </message>
    <message>
        <source>its picture matches the card less well when laid over it</source>
        <translation>カードに重ねると、画像の一致が劣ります</translation>
    </message>
    <message>
        <source>tied with the next card</source>
        <translation>次のカードと同点</translation>
    </message>
    <message>
        <source>a former artwork</source>
        <translation>以前のイラスト</translation>
    </message>
    <message>
        <source>nearest: an artwork that the catalogue has no more</source>
        <translation>最も近い画像：カタログにはもうないイラスト</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Karuta: {library}</source>
        <translation>Karuta: {library}</translation>
    </message>
</context>
</TS>
