/* A program and a library that a stranger has put somewhere: each leaves a file beside itself when it runs.
 *   x86_64-w64-mingw32-gcc -o planted.exe planted.c
 *   x86_64-w64-mingw32-gcc -shared -DLIBRARY -o planted.dll planted.c
 */
#include <windows.h>

static void leave_mark(HMODULE module) {
    char path[1024];
    DWORD length = GetModuleFileNameA(module, path, sizeof path - 8);
    lstrcpyA(path + length, ".ran");
    HANDLE file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
}

#ifdef LIBRARY
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved) {
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) leave_mark(module);
    return TRUE;
}
#else
int main(void) {
    leave_mark(NULL);
    return 0;
}
#endif
