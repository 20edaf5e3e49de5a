#ifndef WFPLINT_NTDDK_H
#define WFPLINT_NTDDK_H
#include "wdm.h"
EXTERN_C_START
typedef struct _PS_CREATE_NOTIFY_INFO {
  SIZE_T Size;
  union { ULONG Flags; struct { ULONG FileOpenNameAvailable : 1, IsSubsystemProcess : 1, Reserved : 30; }; };
  HANDLE ParentProcessId;
  CLIENT_ID CreatingThreadId;
  struct _FILE_OBJECT *FileObject;
  PCUNICODE_STRING ImageFileName, CommandLine;
  NTSTATUS CreationStatus;
  WFPLINT_MEMBERS(_PS_CREATE_NOTIFY_INFO)
} PS_CREATE_NOTIFY_INFO, *PPS_CREATE_NOTIFY_INFO;
typedef VOID (*PCREATE_PROCESS_NOTIFY_ROUTINE_EX)(PEPROCESS Process, HANDLE ProcessId, PPS_CREATE_NOTIFY_INFO CreateInfo);
typedef VOID (*PCREATE_THREAD_NOTIFY_ROUTINE)(HANDLE ProcessId, HANDLE ThreadId, BOOLEAN Create);
typedef struct _IMAGE_INFO { union { ULONG Properties; }; PVOID ImageBase; ULONG ImageSelector; SIZE_T ImageSize; ULONG ImageSectionNumber; WFPLINT_MEMBERS(_IMAGE_INFO) } IMAGE_INFO, *PIMAGE_INFO;
typedef VOID (*PLOAD_IMAGE_NOTIFY_ROUTINE)(PUNICODE_STRING FullImageName, HANDLE ProcessId, PIMAGE_INFO ImageInfo);
typedef enum _PSCREATEPROCESSNOTIFYTYPE { PsCreateProcessNotifySubsystems } PSCREATEPROCESSNOTIFYTYPE;
NTSTATUS PsSetCreateProcessNotifyRoutine(PCREATE_PROCESS_NOTIFY_ROUTINE NotifyRoutine, BOOLEAN Remove),
    PsSetCreateProcessNotifyRoutineEx(PCREATE_PROCESS_NOTIFY_ROUTINE_EX NotifyRoutine, BOOLEAN Remove),
    PsSetCreateProcessNotifyRoutineEx2(PSCREATEPROCESSNOTIFYTYPE NotifyType, PVOID NotifyInformation, BOOLEAN Remove);
NTSTATUS PsSetCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE NotifyRoutine),
    PsRemoveCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE NotifyRoutine),
    PsSetLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine),
    PsRemoveLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine);
BOOLEAN PsGetVersion(PULONG MajorVersion, PULONG MinorVersion, PULONG BuildNumber, PUNICODE_STRING CSDVersion);
typedef enum _PROCESSINFOCLASS { ProcessBasicInformation = 0, ProcessWow64Information = 26, ProcessImageFileName = 27, ProcessSubsystemInformation = 75 } PROCESSINFOCLASS;
typedef enum _THREADINFOCLASS { ThreadBasicInformation = 0, ThreadPriority = 2, ThreadBasePriority = 3, ThreadAffinityMask = 4, ThreadIoPriority = 22, ThreadPagePriority = 24 } THREADINFOCLASS;
/* Drivers declare this one themselves, in more than one way. */
#ifdef __cplusplus
NTSTATUS ZwQueryInformationProcess(HANDLE ProcessHandle, PROCESSINFOCLASS ProcessInformationClass, PVOID ProcessInformation, ULONG ProcessInformationLength, PULONG ReturnLength);
#else
NTSTATUS ZwQueryInformationProcess();
#endif
NTSTATUS ZwSetInformationThread(HANDLE ThreadHandle, THREADINFOCLASS ThreadInformationClass, PVOID ThreadInformation, ULONG ThreadInformationLength),
    ZwTerminateProcess(HANDLE ProcessHandle, NTSTATUS ExitStatus);
NTSTATUS IoVolumeDeviceToDosName(PVOID VolumeDeviceObject, PUNICODE_STRING DosName),
    IoQueryFullDriverPath(PDRIVER_OBJECT DriverObject, PUNICODE_STRING FullPath),
    IoRegisterPlugPlayNotification(ULONG Category, ULONG Flags, PVOID Data, PDRIVER_OBJECT DriverObject, PVOID Routine, PVOID Context, PVOID *Entry),
    IoUnregisterPlugPlayNotification(PVOID Entry), IoUnregisterPlugPlayNotificationEx(PVOID Entry),
    RtlQueryRegistryValues(ULONG RelativeTo, PCWSTR Path, PVOID QueryTable, PVOID Context, PVOID Environment),
    RtlWriteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName, ULONG ValueType, PVOID ValueData, ULONG ValueLength);
BOOLEAN KdRefreshDebuggerNotPresent(VOID);
extern PBOOLEAN KdDebuggerNotPresent, KdDebuggerEnabled;
PVOID MmAllocateContiguousMemory(SIZE_T NumberOfBytes, PHYSICAL_ADDRESS Highest),
    MmAllocateNonCachedMemory(SIZE_T NumberOfBytes),
    MmMapIoSpace(PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes, MEMORY_CACHING_TYPE CacheType);
VOID MmFreeContiguousMemory(PVOID BaseAddress), MmUnmapIoSpace(PVOID BaseAddress, SIZE_T NumberOfBytes);
typedef enum _OB_OPERATION_TYPE { ObOperationCreate = 1, ObOperationDuplicate } OB_OPERATION_TYPE;
typedef ULONG OB_OPERATION;
typedef struct _RTL_BALANCED_LINKS { struct _RTL_BALANCED_LINKS *Parent, *LeftChild, *RightChild; CHAR Balance; UCHAR Reserved[3]; } RTL_BALANCED_LINKS, *PRTL_BALANCED_LINKS;
typedef enum _RTL_GENERIC_COMPARE_RESULTS { GenericLessThan, GenericGreaterThan, GenericEqual } RTL_GENERIC_COMPARE_RESULTS;
typedef struct _RTL_AVL_TABLE RTL_AVL_TABLE, *PRTL_AVL_TABLE, RTL_GENERIC_TABLE, *PRTL_GENERIC_TABLE;
typedef RTL_GENERIC_COMPARE_RESULTS RTL_AVL_COMPARE_ROUTINE(PRTL_AVL_TABLE Table, PVOID First, PVOID Second),
    RTL_GENERIC_COMPARE_ROUTINE(PRTL_AVL_TABLE Table, PVOID First, PVOID Second);
typedef PVOID RTL_AVL_ALLOCATE_ROUTINE(PRTL_AVL_TABLE Table, CLONG ByteSize),
    RTL_GENERIC_ALLOCATE_ROUTINE(PRTL_AVL_TABLE Table, CLONG ByteSize);
typedef VOID RTL_AVL_FREE_ROUTINE(PRTL_AVL_TABLE Table, PVOID Buffer),
    RTL_GENERIC_FREE_ROUTINE(PRTL_AVL_TABLE Table, PVOID Buffer);
typedef RTL_AVL_COMPARE_ROUTINE *PRTL_AVL_COMPARE_ROUTINE, *PRTL_GENERIC_COMPARE_ROUTINE;
typedef RTL_AVL_ALLOCATE_ROUTINE *PRTL_AVL_ALLOCATE_ROUTINE, *PRTL_GENERIC_ALLOCATE_ROUTINE;
typedef RTL_AVL_FREE_ROUTINE *PRTL_AVL_FREE_ROUTINE, *PRTL_GENERIC_FREE_ROUTINE;
struct _RTL_AVL_TABLE {
  RTL_BALANCED_LINKS BalancedRoot;
  PVOID OrderedPointer;
  ULONG WhichOrderedElement, NumberGenericTableElements, DepthOfTree;
  PVOID RestartKey;
  ULONG DeleteCount;
  PRTL_AVL_COMPARE_ROUTINE CompareRoutine;
  PRTL_AVL_ALLOCATE_ROUTINE AllocateRoutine;
  PRTL_AVL_FREE_ROUTINE FreeRoutine;
  PVOID TableContext;
  WFPLINT_MEMBERS(_RTL_AVL_TABLE)
};
VOID RtlInitializeGenericTableAvl(PRTL_AVL_TABLE Table, PRTL_AVL_COMPARE_ROUTINE Compare, PRTL_AVL_ALLOCATE_ROUTINE Allocate, PRTL_AVL_FREE_ROUTINE Free, PVOID Context),
    RtlInitializeGenericTable(PRTL_AVL_TABLE Table, PRTL_AVL_COMPARE_ROUTINE Compare, PRTL_AVL_ALLOCATE_ROUTINE Allocate, PRTL_AVL_FREE_ROUTINE Free, PVOID Context);
PVOID RtlInsertElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer, CLONG Size, PBOOLEAN NewElement),
    RtlLookupElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer),
    RtlEnumerateGenericTableAvl(PRTL_AVL_TABLE Table, BOOLEAN Restart),
    RtlGetElementGenericTableAvl(PRTL_AVL_TABLE Table, ULONG I),
    RtlEnumerateGenericTableWithoutSplayingAvl(PRTL_AVL_TABLE Table, PVOID *RestartKey),
    RtlInsertElementGenericTable(PRTL_AVL_TABLE Table, PVOID Buffer, CLONG Size, PBOOLEAN NewElement),
    RtlLookupElementGenericTable(PRTL_AVL_TABLE Table, PVOID Buffer),
    RtlEnumerateGenericTable(PRTL_AVL_TABLE Table, BOOLEAN Restart),
    RtlGetElementGenericTable(PRTL_AVL_TABLE Table, ULONG I);
BOOLEAN RtlDeleteElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer),
    RtlIsGenericTableEmptyAvl(PRTL_AVL_TABLE Table), RtlDeleteElementGenericTable(PRTL_AVL_TABLE Table, PVOID Buffer),
    RtlIsGenericTableEmpty(PRTL_AVL_TABLE Table);
ULONG RtlNumberGenericTableElementsAvl(PRTL_AVL_TABLE Table), RtlNumberGenericTableElements(PRTL_AVL_TABLE Table);
EXTERN_C_END
#endif
