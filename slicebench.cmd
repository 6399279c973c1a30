@echo off
rem Builds slicebench where that is missing or older than its sources, then runs it.
setlocal
set "HOME_DIR=%~dp0"
rem A link to this file may stand anywhere: its target is in the checkout.
set "SELF=%~f0"
for /f "usebackq delims=" %%T in (`powershell -NoProfile -Command "$f = Get-Item -LiteralPath $env:SELF; while ($f.LinkType -eq 'SymbolicLink') { $t = @($f.Target)[0]; if (-not [IO.Path]::IsPathRooted($t)) { $t = Join-Path $f.DirectoryName $t }; $f = Get-Item -LiteralPath $t }; $f.DirectoryName"`) do set "HOME_DIR=%%T"
if "%HOME_DIR:~-1%"=="\" set "HOME_DIR=%HOME_DIR:~0,-1%"
set "JAR=%HOME_DIR%\cli\target\benchmarks.jar"
set "LOG=%HOME_DIR%\target\build.log"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo slicebench: no java: install a JDK 17 or newer, or set JAVA_HOME to one 1>&2
  exit /b 2
)

powershell -NoProfile -Command "$j = Get-Item -ErrorAction SilentlyContinue $env:JAR; if (-not $j) { exit 1 }; $s = Get-ChildItem -Path $env:HOME_DIR -Directory | ForEach-Object { Get-ChildItem -ErrorAction SilentlyContinue -Recurse -File (Join-Path $_.FullName 'src\main'), (Join-Path $_.FullName 'pom.xml') }; if (@($s; Get-Item (Join-Path $env:HOME_DIR 'pom.xml')) | Where-Object { $_.LastWriteTime -gt $j.LastWriteTime }) { exit 1 }"
if errorlevel 1 call :build
if errorlevel 1 exit /b 2

"%JAVA%" -Djdk.console=java.base "-Dslicebench.home=%HOME_DIR%" -jar "%JAR%" %*
exit /b %ERRORLEVEL%

:build
where mvn >nul 2>&1
if errorlevel 1 (
  echo slicebench: no mvn on the PATH: install Maven 3.8 or newer 1>&2
  exit /b 2
)
echo building slicebench (the first time downloads, a few minutes) ... 1>&2
if not exist "%HOME_DIR%\target" mkdir "%HOME_DIR%\target"
call mvn -q -B -f "%HOME_DIR%\pom.xml" -pl cli -am package -Dmaven.test.skip=true -Dspotless.check.skip=true >"%LOG%" 2>&1
if errorlevel 1 (
  powershell -NoProfile -Command "Get-Content -Tail 20 $env:LOG" 1>&2
  echo slicebench: the build failed: see %LOG% 1>&2
  exit /b 2
)
exit /b 0
