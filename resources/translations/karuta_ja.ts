<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>Ask</name>
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
    <name>ChoreBar</name>
    <message>
        <source>Stop</source>
        <translation>中止</translation>
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
        <source>Add photos…</source>
        <translation>写真を追加…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>画像を貼り付け</translation>
    </message>
    <message>
        <source>Look up only…</source>
        <translation>照会のみ…</translation>
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
        <source>Open the demo library</source>
        <translation>デモのライブラリを開く</translation>
    </message>
    <message>
        <source>Add catalogue…</source>
        <translation>カタログを追加…</translation>
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
        <translation>カタログにない</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>判読できない</translation>
    </message>
    <message>
        <source>No card here</source>
        <translation>カードではない</translation>
    </message>
    <message>
        <source>Skip for now</source>
        <translation>後回しにする</translation>
    </message>
    <message>
        <source>Find another card…</source>
        <translation>ほかのカードを探す…</translation>
    </message>
    <message>
        <source>Copy name and set code</source>
        <translation>名前と型番をコピー</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>もう一度保存</translation>
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
        <source>Next sighting</source>
        <translation>次の検出</translation>
    </message>
    <message>
        <source>Previous sighting</source>
        <translation>前の検出</translation>
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
        <source>Show in folder</source>
        <translation>フォルダーで表示</translation>
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
        <source>Zoom to the sighting</source>
        <translation>検出したカードを拡大</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー一覧</translation>
    </message>
    <message>
        <source>About Karuta</source>
        <translation>Karuta について</translation>
    </message>
</context>
<context>
    <name>Errands</name>
    <message>
        <source>Add photos</source>
        <translation>写真を追加</translation>
    </message>
    <message>
        <source>Add all photos of a folder</source>
        <translation>フォルダー内のすべての写真を追加</translation>
    </message>
    <message>
        <source>There is no picture to paste; copy one first</source>
        <translation>貼り付ける画像がありません。先に画像をコピーしてください</translation>
    </message>
    <message>
        <source>Look up only</source>
        <translation>照会のみ</translation>
    </message>
    <message>
        <source>The file is not where it was; File &gt; Locate moved photos finds it.</source>
        <translation>ファイルが元の場所にありません。「ファイル」の「移動した写真を探す」で見つけられます。</translation>
    </message>
    <message>
        <source>Where are the photos now?</source>
        <translation>写真は今どこにありますか</translation>
    </message>
    <message>
        <source>Looking for moved photos</source>
        <translation>移動した写真を探しています</translation>
    </message>
    <message>
        <source>{found} photos were found again, {missing} are still missing</source>
        <translation>{found} 枚が見つかりました。{missing} 枚はまだ見つかりません</translation>
    </message>
    <message>
        <source>Copied: {text}</source>
        <translation>コピーしました: {text}</translation>
    </message>
    <message>
        <source>Choose a catalogue folder: it holds cards.jsonl, images.csv and images</source>
        <translation>カタログのフォルダーを選択 (cards.jsonl、images.csv、images を含むもの)</translation>
    </message>
    <message>
        <source>Adding the catalogue</source>
        <translation>カタログを追加しています</translation>
    </message>
    <message>
        <source>{pack} was added: {cards} new cards, {artworks} new artworks, {skipped} rows left out</source>
        <translation>{pack} を追加しました: 新しいカード {cards} 枚、新しい絵柄 {artworks} 点、除いた行 {skipped} 行</translation>
    </message>
    <message>
        <source>Open a library</source>
        <translation>ライブラリを開く</translation>
    </message>
    <message>
        <source>{folder} holds no library; File &gt; New library makes one.</source>
        <translation>{folder} にライブラリはありません。「ファイル」の「新しいライブラリ」で作れます。</translation>
    </message>
    <message>
        <source>Choose an empty folder for the new library</source>
        <translation>新しいライブラリ用の空のフォルダーを選択</translation>
    </message>
    <message>
        <source>{folder} is not empty; choose or make an empty folder for a new library.</source>
        <translation>{folder} は空ではありません。新しいライブラリには空のフォルダーを選ぶか作ってください。</translation>
    </message>
    <message>
        <source>Making the demo library</source>
        <translation>デモのライブラリを作っています</translation>
    </message>
    <message>
        <source>CSV for spreadsheets</source>
        <translation>表計算ソフト用 CSV</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Export labels</source>
        <translation>ラベルを書き出す</translation>
    </message>
    <message>
        <source>{count} labels were exported to {file}</source>
        <translation>{count} 件のラベルを {file} に書き出しました</translation>
    </message>
    <message>
        <source>Exporting labels</source>
        <translation>ラベルを書き出しています</translation>
    </message>
    <message>
        <source>Karuta {version}</source>
        <translation>Karuta {version}</translation>
    </message>
    <message>
        <source>Knows a trading card when it sees one. Apache License 2.0.
Qt and PySide6 (LGPL 3), ONNX Runtime (MIT), Annoy (Apache 2.0), Pillow (MIT-CMU), NumPy (BSD), icons by Lucide (ISC).</source>
        <translation>写真のトレーディングカードを見分けます。Apache License 2.0。
Qt と PySide6 (LGPL 3)、ONNX Runtime (MIT)、Annoy (Apache 2.0)、Pillow (MIT-CMU)、NumPy (BSD)、アイコンは Lucide (ISC)。</translation>
    </message>
    <message>
        <source>About Karuta</source>
        <translation>Karuta について</translation>
    </message>
</context>
<context>
    <name>Karuta</name>
    <message>
        <source>That library is open in another window</source>
        <translation>そのライブラリは別のウィンドウで開いています</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>キー一覧</translation>
    </message>
    <message>
        <source>Confirm this match</source>
        <translation>この候補を確定</translation>
    </message>
    <message>
        <source>Mouse wheel</source>
        <translation>マウスホイール</translation>
    </message>
    <message>
        <source>Zoom; drag to move, double-click for the whole photo</source>
        <translation>拡大と縮小。ドラッグで移動、ダブルクリックで写真全体</translation>
    </message>
</context>
<context>
    <name>Kind</name>
    <message>
        <source>Confirmed</source>
        <translation>確定</translation>
    </message>
    <message>
        <source>Confirmed by the machine</source>
        <translation>機械による確定</translation>
    </message>
    <message>
        <source>Not in the catalogue</source>
        <translation>カタログにない</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>判読できない</translation>
    </message>
    <message>
        <source>No card here</source>
        <translation>カードではない</translation>
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
        <source>Removed from the queue</source>
        <translation>一覧から外した</translation>
    </message>
</context>
<context>
    <name>LookOnlyDialog</name>
    <message>
        <source>{name}: looked up only</source>
        <translation>{name}: 照会のみ</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>照会中…</translation>
    </message>
    <message>
        <source>No card found</source>
        <translation>カードが見つかりません</translation>
    </message>
    <message>
        <source>in this photo</source>
        <translation>この写真には</translation>
    </message>
    <message>
        <source>Not looked up</source>
        <translation>未照会</translation>
    </message>
    <message>
        <source>Sighting {number} of {count}</source>
        <translation>検出 {number} / {count}</translation>
    </message>
    <message>
        <source>Nothing is kept; Ctrl+C copies the card</source>
        <translation>何も保存されません。Ctrl+C でカードをコピー</translation>
    </message>
</context>
<context>
    <name>MatchPanel</name>
    <message>
        <source>Matches</source>
        <translation>候補</translation>
    </message>
    <message>
        <source>Press a number, or Enter for the first</source>
        <translation>数字キーで確定、Enter で先頭</translation>
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
    <name>PhotoView</name>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>{count} sightings</source>
        <translation>検出 {count} 件</translation>
    </message>
</context>
<context>
    <name>QueueDelegate</name>
    <message>
        <source>on its way in</source>
        <translation>追加中</translation>
    </message>
    <message>
        <source>{state} · skipped</source>
        <translation>{state} · 後回し</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>{name}, on its way in</source>
        <translation>{name}、追加中</translation>
    </message>
    <message>
        <source>to be looked up</source>
        <translation>照会待ち</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>読み込めません</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>決定済み</translation>
    </message>
    <message>
        <source>no card found</source>
        <translation>カードなし</translation>
    </message>
    <message>
        <source>{verdict} · {decided} of {all}</source>
        <translation>{verdict} · {all} 件中 {decided} 件決定</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Queue</source>
        <translation>写真一覧</translation>
    </message>
    <message>
        <source>Photos in the queue</source>
        <translation>一覧の写真</translation>
    </message>
    <message>
        <source>{count} on their way in</source>
        <translation>{count} 枚を追加中</translation>
    </message>
    <message>
        <source>{decided} decided · {left} left</source>
        <translation>決定 {decided} · 残り {left}</translation>
    </message>
    <message>
        <source>{text} · {count} on their way in</source>
        <translation>{text} · 追加中 {count}</translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message>
        <source>Find a card</source>
        <translation>カードを探す</translation>
    </message>
    <message>
        <source>Name, reading, passcode or set code</source>
        <translation>名前、よみ、カード番号、型番</translation>
    </message>
    <message>
        <source>Card to find</source>
        <translation>探すカード</translation>
    </message>
    <message>
        <source>Cards that were found</source>
        <translation>見つかったカード</translation>
    </message>
    <message>
        <source>Enter takes the marked card, Esc goes back</source>
        <translation>Enter で選んだカードに決定、Esc で戻る</translation>
    </message>
    <message>
        <source>No card is called “{text}”; try a part of its name</source>
        <translation>「{text}」というカードはありません。名前の一部で探してください</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Annotator</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>As the system</source>
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
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Language and look change when the window is opened again.</source>
        <translation>言語と外観は、次にウィンドウを開いたときに変わります。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>This cannot be a name: it holds characters that cannot be seen.</source>
        <translation>名前として使えません。見えない文字が含まれています。</translation>
    </message>
</context>
<context>
    <name>Showing</name>
    <message>
        <source>The photo&apos;s file is not where it was.</source>
        <translation>写真のファイルが元の場所にありません。</translation>
    </message>
    <message>
        <source>{name} is not where it was.</source>
        <translation>{name} が元の場所にありません。</translation>
    </message>
    <message>
        <source>Locate moved photos…</source>
        <translation>移動した写真を探す…</translation>
    </message>
    <message>
        <source>Sighting {number} of {count}</source>
        <translation>検出 {number} / {count}</translation>
    </message>
    <message>
        <source>not seen by the newest lookup</source>
        <translation>最新の照会では検出されていません</translation>
    </message>
    <message>
        <source>No suggestion</source>
        <translation>候補なし</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>読み込めません</translation>
    </message>
    <message>
        <source>N: no card here · / finds the card</source>
        <translation>N: カードではない · /: カードを探す</translation>
    </message>
    <message>
        <source>No card found</source>
        <translation>カードが見つかりません</translation>
    </message>
    <message>
        <source>Not looked up</source>
        <translation>未照会</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>照会中…</translation>
    </message>
    <message>
        <source>Not saved: {reason}</source>
        <translation>保存されていません: {reason}</translation>
    </message>
    <message>
        <source>{card} is not saved: {reason}</source>
        <translation>{card} は保存されていません: {reason}</translation>
    </message>
    <message>
        <source>{count} decisions are not saved: {reason}</source>
        <translation>{count} 件の決定が保存されていません: {reason}</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>もう一度保存</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度</translation>
    </message>
    <message>
        <source>This library has no cards yet, so nothing is looked up.</source>
        <translation>このライブラリにはまだカードがないため、照会できません。</translation>
    </message>
    <message>
        <source>Add catalogue…</source>
        <translation>カタログを追加…</translation>
    </message>
    <message>
        <source>Every photo is decided.</source>
        <translation>すべての写真が決定済みです。</translation>
    </message>
    <message>
        <source>Export labels…</source>
        <translation>ラベルを書き出す…</translation>
    </message>
    <message>
        <source>This library has no cards yet</source>
        <translation>このライブラリにはまだカードがありません</translation>
    </message>
    <message>
        <source>Try the demo with its own drawn cards, or add a catalogue folder.</source>
        <translation>手描きカードのデモを試すか、カタログのフォルダーを追加してください。</translation>
    </message>
    <message>
        <source>Every photo is decided</source>
        <translation>すべての写真が決定済みです</translation>
    </message>
    <message>
        <source>Drop more photos here, or take the labels with you.</source>
        <translation>写真をここにドロップするか、ラベルを書き出してください。</translation>
    </message>
    <message>
        <source>Drop photos or a folder here</source>
        <translation>写真かフォルダーをここにドロップ</translation>
    </message>
    <message>
        <source>A folder&apos;s name becomes the batch, its sub-folders the listings.</source>
        <translation>フォルダー名がバッチ、サブフォルダーが出品になります。</translation>
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
    <name>Window</name>
    <message>
        <source>Not saved</source>
        <translation>保存されていません</translation>
    </message>
    <message>
        <source>{count} decisions are not saved and will be lost. Close anyway?</source>
        <translation>{count} 件の決定が保存されておらず、失われます。それでも閉じますか。</translation>
    </message>
    <message>
        <source>Karuta: {library}</source>
        <translation>Karuta: {library}</translation>
    </message>
    <message>
        <source>{count} to be looked up</source>
        <translation>照会待ち {count} 枚</translation>
    </message>
    <message>
        <source>No photos were found there.</source>
        <translation>写真は見つかりませんでした。</translation>
    </message>
    <message>
        <source>{count} files are not pictures that can be opened.</source>
        <translation>{count} 個のファイルは開ける画像ではありません。</translation>
    </message>
    <message>
        <source>Which?</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Not added</source>
        <translation>追加されませんでした</translation>
    </message>
    <message>
        <source>These files were not added.</source>
        <translation>次のファイルは追加されませんでした。</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>Saved: {what}, {count} times</source>
        <translation>保存しました: {what} ({count} 件)</translation>
    </message>
    <message>
        <source>Saved: {what} · {photo}</source>
        <translation>保存しました: {what} · {photo}</translation>
    </message>
</context>
</TS>
