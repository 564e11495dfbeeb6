/* In the place of tasklist.exe: appends to C:\app\probe.log what it was started with, and prints one process,
   whose name is "Größe.exe" in code pages 437 and 850. */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

static void log_line(FILE *log, const char *what, const wchar_t *value) {
  char bytes[32768] = "";
  WideCharToMultiByte(CP_UTF8, 0, value, -1, bytes, sizeof bytes, NULL, NULL);
  fprintf(log, "%s %s\n", what, bytes);
}

int wmain(int argc, wchar_t **argv) {
  wchar_t folder[1024] = L"";
  FILE *log = _wfopen(L"C:\\app\\probe.log", L"ab");
  GetCurrentDirectoryW(1024, folder);
  /* Without a console there is no page. A console that CREATE_NO_WINDOW made has one, and no window. */
  fprintf(log, "page %u\nwindow %d\n", GetConsoleOutputCP(), GetConsoleWindow() != NULL);
  log_line(log, "folder", folder);
  for (wchar_t *entry = GetEnvironmentStringsW(); *entry; entry += wcslen(entry) + 1)
    log_line(log, "variable", entry);
  fclose(log);
  if (argc > 1 && wcscmp(argv[1], L"/svc") == 0) printf("\"Gr\x94\xe1" "e.exe\",\"4711\",\"N/A\"\r\n");
  else printf("\"Gr\x94\xe1" "e.exe\",\"4711\",\"Console\",\"1\",\"1,024 K\"\r\n");
  return 0;
}
