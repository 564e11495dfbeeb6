/* Starts a program as other programs of Windows do, and prints how it ended. The command is behind " -- ".

   parent start HOW -- COMMAND      HOW: "detached" (no console), "hidden" (one without a window), with "bare"
                                    behind it: without standard handles
   parent close EVENT FOLDER -- COMMAND
                                    gives it 30,000 rows of netstat, and as soon as it has a temporary file in
                                    the folder tells it that the console closes (2), the user logs off (5) or
                                    the computer shuts down (6). As Windows does, it ends what has not ended
                                    when the handler has returned. Prints the temporary files before and after. */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

static int temporary_files(const wchar_t *folder) {
  wchar_t pattern[1024];
  WIN32_FIND_DATAW found;
  int count = 0;
  swprintf(pattern, 1024, L"%ls\\.netwho-*.tmp", folder);
  HANDLE search = FindFirstFileW(pattern, &found);
  if (search == INVALID_HANDLE_VALUE) return 0;
  do count++; while (FindNextFileW(search, &found));
  FindClose(search);
  return count;
}

static int start(const wchar_t *how, wchar_t *command) {
  STARTUPINFOW startup = { sizeof startup };
  PROCESS_INFORMATION process;
  DWORD code = 0;
  BOOL bare = wcsstr(how, L"bare") != NULL;
  if (bare) startup.dwFlags = STARTF_USESTDHANDLES;
  DWORD flags = wcsstr(how, L"detached") ? DETACHED_PROCESS : CREATE_NO_WINDOW;
  if (!CreateProcessW(NULL, command, NULL, NULL, !bare, flags, NULL, NULL, &startup, &process)) return 91;
  if (WaitForSingleObject(process.hProcess, 60000) != WAIT_OBJECT_0) TerminateProcess(process.hProcess, 92);
  GetExitCodeProcess(process.hProcess, &code);
  printf("code %lu\n", code);
  return 0;
}

static int close_console(int event, const wchar_t *folder, wchar_t *command) {
  SECURITY_ATTRIBUTES inherited = { sizeof inherited, NULL, TRUE };
  STARTUPINFOW startup = { sizeof startup };
  PROCESS_INFORMATION process;
  HANDLE input, rows;
  DWORD written;
  const char *row = "  TCP    192.0.2.1:80    0.0.0.0:0    LISTENING    4\r\n";
  LPTHREAD_START_ROUTINE handlers =
    (void *) GetProcAddress(GetModuleHandleW(L"kernelbase.dll"), "CtrlRoutine");
  if (handlers == NULL || !CreatePipe(&input, &rows, &inherited, 0)) return 90;
  SetHandleInformation(rows, HANDLE_FLAG_INHERIT, 0);
  startup.dwFlags = STARTF_USESTDHANDLES;
  startup.hStdInput = input;
  startup.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  if (!CreateProcessW(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) return 91;
  CloseHandle(input);
  for (int sent = 0; sent < 30000; sent++) WriteFile(rows, row, strlen(row), &written, NULL);
  CloseHandle(rows);
  for (int tries = 0; tries < 60000 && temporary_files(folder) == 0; tries++) Sleep(1);
  printf("before %d\n", temporary_files(folder));
  HANDLE thread = CreateRemoteThread(process.hProcess, NULL, 0, handlers, (void *) (INT_PTR) event, 0, NULL);
  WaitForSingleObject(thread, 5000);
  TerminateProcess(process.hProcess, 92);
  WaitForSingleObject(process.hProcess, 5000);
  printf("after %d\n", temporary_files(folder));
  return 0;
}

int wmain(int argc, wchar_t **argv) {
  wchar_t *command = wcsstr(GetCommandLineW(), L" -- ");
  if (command == NULL || argc < 4) return 90;
  if (wcscmp(argv[1], L"start") == 0) return start(argv[2], command + 4);
  return close_console(_wtoi(argv[2]), argv[3], command + 4);
}
