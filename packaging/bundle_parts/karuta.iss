; Inno Setup's recipe for Windows. NOT RUN HERE. First `python packaging\bundle.py`, then `iscc /DVersion=... karuta.iss`.
[Setup]
AppName=Karuta
AppVersion={#Version}
AppPublisher=The Karuta developers
DefaultDirName={autopf}\Karuta
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
OutputDir=..\..\build\bundle
OutputBaseFilename=karuta-setup
Compression=lzma2/max
SolidCompression=yes
UninstallDisplayIcon={app}\karuta-gui.exe
SetupIconFile=..\..\build\bundle\icons\karuta.ico
ChangesAssociations=yes
#ifdef Project
AppPublisherURL={#Project}
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"

[Files]
Source: "..\..\build\bundle\dist\karuta\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Karuta"; Filename: "{app}\karuta-gui.exe"

; Offered under "Open with" for pictures, and the program of none.
[Registry]
Root: HKA; Subkey: "Software\Classes\Applications\karuta-gui.exe\shell\open\command"; ValueType: string; ValueData: """{app}\karuta-gui.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\karuta-gui.exe\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\karuta-gui.exe\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\karuta-gui.exe\SupportedTypes"; ValueType: string; ValueName: ".webp"; ValueData: ""
