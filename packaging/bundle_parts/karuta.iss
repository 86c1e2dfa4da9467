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

[Files]
Source: "..\..\build\bundle\dist\karuta\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Karuta"; Filename: "{app}\karuta-gui.exe"
