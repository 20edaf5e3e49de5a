#ifndef WFPLINT_NTIMAGE_H
#define WFPLINT_NTIMAGE_H
#include "ntdef.h"
#define IMAGE_DOS_SIGNATURE 0x5A4D
#define IMAGE_NT_SIGNATURE 0x00004550
#define IMAGE_DIRECTORY_ENTRY_EXPORT 0
typedef struct _IMAGE_DOS_HEADER { WORD e_magic; WORD e_reserved[29]; LONG e_lfanew; WFPLINT_MEMBERS(_IMAGE_DOS_HEADER) } IMAGE_DOS_HEADER, *PIMAGE_DOS_HEADER;
typedef struct _IMAGE_DATA_DIRECTORY { DWORD VirtualAddress, Size; } IMAGE_DATA_DIRECTORY, *PIMAGE_DATA_DIRECTORY;
typedef struct _IMAGE_FILE_HEADER { WORD Machine, NumberOfSections; DWORD TimeDateStamp, PointerToSymbolTable, NumberOfSymbols; WORD SizeOfOptionalHeader, Characteristics; } IMAGE_FILE_HEADER, *PIMAGE_FILE_HEADER;
typedef struct _IMAGE_OPTIONAL_HEADER64 { WORD Magic; DWORD SizeOfCode, SizeOfInitializedData, AddressOfEntryPoint, BaseOfCode; ULONGLONG ImageBase; DWORD SectionAlignment, FileAlignment, SizeOfImage, SizeOfHeaders, CheckSum, NumberOfRvaAndSizes; IMAGE_DATA_DIRECTORY DataDirectory[16]; WFPLINT_MEMBERS(_IMAGE_OPTIONAL_HEADER64) } IMAGE_OPTIONAL_HEADER64, *PIMAGE_OPTIONAL_HEADER64, IMAGE_OPTIONAL_HEADER, *PIMAGE_OPTIONAL_HEADER;
typedef struct _IMAGE_NT_HEADERS64 { DWORD Signature; IMAGE_FILE_HEADER FileHeader; IMAGE_OPTIONAL_HEADER64 OptionalHeader; } IMAGE_NT_HEADERS64, *PIMAGE_NT_HEADERS64, IMAGE_NT_HEADERS, *PIMAGE_NT_HEADERS;
typedef struct _IMAGE_EXPORT_DIRECTORY { DWORD Characteristics, TimeDateStamp; WORD MajorVersion, MinorVersion; DWORD Name, Base, NumberOfFunctions, NumberOfNames, AddressOfFunctions, AddressOfNames, AddressOfNameOrdinals; } IMAGE_EXPORT_DIRECTORY, *PIMAGE_EXPORT_DIRECTORY;
typedef struct _IMAGE_SECTION_HEADER { BYTE Name[8]; union { DWORD PhysicalAddress, VirtualSize; } Misc; DWORD VirtualAddress, SizeOfRawData, PointerToRawData; WFPLINT_MEMBERS(_IMAGE_SECTION_HEADER) } IMAGE_SECTION_HEADER, *PIMAGE_SECTION_HEADER;
#endif
