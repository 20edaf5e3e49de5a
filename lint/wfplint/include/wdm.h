/* The kernel: what wdm.h, ntddk.h and ntifs.h share. */
#ifndef WFPLINT_WDM_H
#define WFPLINT_WDM_H
#include "ntdef.h"
#include "excpt.h"
EXTERN_C_START

#define PASSIVE_LEVEL 0
#define LOW_LEVEL 0
#define APC_LEVEL 1
#define DISPATCH_LEVEL 2
#define CMCI_LEVEL 5
#define CLOCK_LEVEL 13
#define HIGH_LEVEL 15
#define KernelMode 0
#define UserMode 1
#define MAXIMUM_WAIT_OBJECTS 64
#define THREAD_WAIT_OBJECTS 3
#define LOW_PRIORITY 0
#define LOW_REALTIME_PRIORITY 16
#define HIGH_PRIORITY 31
#define IO_NO_INCREMENT 0
#define IO_DISK_INCREMENT 1
#define IO_NETWORK_INCREMENT 2
#define EVENT_INCREMENT 1
#define SEMAPHORE_INCREMENT 1
#define PAGE_SIZE 0x1000
#define PAGE_SHIFT 12
#define DELETE 0x00010000
#define READ_CONTROL 0x00020000
#define WRITE_DAC 0x00040000
#define WRITE_OWNER 0x00080000
#define SYNCHRONIZE 0x00100000
#define STANDARD_RIGHTS_REQUIRED 0x000F0000
#define STANDARD_RIGHTS_READ READ_CONTROL
#define STANDARD_RIGHTS_WRITE READ_CONTROL
#define STANDARD_RIGHTS_ALL 0x001F0000
#define SPECIFIC_RIGHTS_ALL 0x0000FFFF
#define GENERIC_READ 0x80000000
#define GENERIC_WRITE 0x40000000
#define GENERIC_EXECUTE 0x20000000
#define GENERIC_ALL 0x10000000
#define MAXIMUM_ALLOWED 0x02000000
#define EVENT_ALL_ACCESS 0x1F0003
#define EVENT_MODIFY_STATE 2
#define THREAD_ALL_ACCESS 0x1FFFFF
#define PROCESS_ALL_ACCESS 0x1FFFFF
#define PROCESS_DUP_HANDLE 0x40
#define PROCESS_QUERY_INFORMATION 0x400
#define PROCESS_QUERY_LIMITED_INFORMATION 0x1000
#define PROCESS_TERMINATE 1
#define PROCESS_VM_READ 0x10
#define PROCESS_VM_WRITE 0x20
#define PROCESS_VM_OPERATION 8
#define PROCESS_SUSPEND_RESUME 0x800
#define PAGE_NOACCESS 1
#define PAGE_READONLY 2
#define PAGE_READWRITE 4
#define PAGE_EXECUTE_READ 0x20
#define PAGE_EXECUTE_READWRITE 0x40
#define MEM_COMMIT 0x1000
#define MEM_RESERVE 0x2000
#define MEM_RELEASE 0x8000
#define SEC_COMMIT 0x8000000
#define SEC_IMAGE 0x1000000

typedef struct _KTHREAD KTHREAD, ETHREAD, *PKTHREAD, *PRKTHREAD, *PETHREAD;
typedef struct _KPROCESS KPROCESS, EPROCESS, *PKPROCESS, *PRKPROCESS, *PEPROCESS;
typedef struct _KPRCB *PKPRCB;
typedef struct _KAPC { UCHAR Type; PVOID Reserved[12]; WFPLINT_MEMBERS(_KAPC) } KAPC, *PKAPC, *PRKAPC;
typedef struct _KAPC_STATE { PVOID Reserved[6]; WFPLINT_MEMBERS(_KAPC_STATE) } KAPC_STATE, *PKAPC_STATE, *PRKAPC_STATE;
typedef struct _OBJECT_TYPE *POBJECT_TYPE;
typedef struct _ACCESS_STATE *PACCESS_STATE;
typedef PVOID PSECURITY_DESCRIPTOR, PSID, PACCESS_TOKEN;
typedef ULONG SECURITY_INFORMATION, *PSECURITY_INFORMATION;
typedef struct _IRP IRP, *PIRP;
typedef struct _DEVICE_OBJECT DEVICE_OBJECT, *PDEVICE_OBJECT;
typedef struct _DRIVER_OBJECT DRIVER_OBJECT, *PDRIVER_OBJECT;
typedef struct _FILE_OBJECT FILE_OBJECT, *PFILE_OBJECT;
typedef struct _IO_STACK_LOCATION IO_STACK_LOCATION, *PIO_STACK_LOCATION;
typedef struct _IO_WORKITEM IO_WORKITEM, *PIO_WORKITEM;
typedef struct _VPB *PVPB;
typedef struct _ADAPTER_OBJECT *PADAPTER_OBJECT;
typedef struct _SECTION_OBJECT_POINTERS *PSECTION_OBJECT_POINTERS;
typedef struct _CALLBACK_OBJECT *PCALLBACK_OBJECT;
typedef struct _EX_TIMER *PEX_TIMER;
typedef struct _EX_RUNDOWN_REF_CACHE_AWARE *PEX_RUNDOWN_REF_CACHE_AWARE;
typedef enum _KWAIT_REASON {
  Executive, FreePage, PageIn, PoolAllocation, DelayExecution, Suspended, UserRequest, WrExecutive,
  MaximumWaitReason = 40
} KWAIT_REASON;
typedef enum _LOCK_OPERATION { IoReadAccess, IoWriteAccess, IoModifyAccess } LOCK_OPERATION;
typedef enum _MEMORY_CACHING_TYPE { MmNonCached, MmCached, MmWriteCombined } MEMORY_CACHING_TYPE;
typedef enum _MM_PAGE_PRIORITY { LowPagePriority, NormalPagePriority = 16, HighPagePriority = 32 } MM_PAGE_PRIORITY;
#define MdlMappingNoWrite 0x80000000
#define MdlMappingNoExecute 0x40000000
typedef enum _POOL_TYPE {
  NonPagedPool, NonPagedPoolExecute = 0, PagedPool, NonPagedPoolMustSucceed, DontUseThisType,
  NonPagedPoolCacheAligned, PagedPoolCacheAligned, NonPagedPoolNx = 512, NonPagedPoolNxCacheAligned = 516
} POOL_TYPE;
#define POOL_COLD_ALLOCATION 256
#define POOL_NX_ALLOCATION 512
#define POOL_RAISE_IF_ALLOCATION_FAILURE 16
#define POOL_ZERO_ALLOCATION 1024
typedef ULONG64 POOL_FLAGS;
#define POOL_FLAG_USE_QUOTA 0x01ULL
#define POOL_FLAG_UNINITIALIZED 0x02ULL
#define POOL_FLAG_SESSION 0x04ULL
#define POOL_FLAG_CACHE_ALIGNED 0x08ULL
#define POOL_FLAG_RAISE_ON_FAILURE 0x20ULL
#define POOL_FLAG_NON_PAGED 0x40ULL
#define POOL_FLAG_NON_PAGED_EXECUTE 0x80ULL
#define POOL_FLAG_PAGED 0x100ULL
typedef enum _EX_POOL_PRIORITY { LowPoolPriority, NormalPoolPriority = 16, HighPoolPriority = 32 } EX_POOL_PRIORITY;
typedef enum _WORK_QUEUE_TYPE {
  CriticalWorkQueue, DelayedWorkQueue, HyperCriticalWorkQueue, NormalWorkQueue, BackgroundWorkQueue,
  RealTimeWorkQueue, SuperCriticalWorkQueue, MaximumWorkQueue, CustomPriorityWorkQueue = 32
} WORK_QUEUE_TYPE;
typedef enum _KDPC_IMPORTANCE { LowImportance, MediumImportance, HighImportance, MediumHighImportance } KDPC_IMPORTANCE;

typedef struct _DISPATCHER_HEADER { LONG Lock; LONG SignalState; LIST_ENTRY WaitListHead; WFPLINT_MEMBERS(_DISPATCHER_HEADER) } DISPATCHER_HEADER;
typedef struct _KEVENT { DISPATCHER_HEADER Header; WFPLINT_MEMBERS(_KEVENT) } KEVENT, *PKEVENT, *PRKEVENT, KGATE, *PKGATE;
typedef struct _KSEMAPHORE { DISPATCHER_HEADER Header; LONG Limit; WFPLINT_MEMBERS(_KSEMAPHORE) } KSEMAPHORE, *PKSEMAPHORE, *PRKSEMAPHORE;
typedef struct _KMUTANT { DISPATCHER_HEADER Header; LIST_ENTRY MutantListEntry; PKTHREAD OwnerThread; WFPLINT_MEMBERS(_KMUTANT) } KMUTANT, *PKMUTANT, KMUTEX, *PKMUTEX, *PRKMUTEX;
typedef struct _FAST_MUTEX { LONG Count; PVOID Owner; ULONG Contention; KEVENT Event; ULONG OldIrql; WFPLINT_MEMBERS(_FAST_MUTEX) } FAST_MUTEX, *PFAST_MUTEX, KGUARDED_MUTEX, *PKGUARDED_MUTEX;
typedef struct _KSPIN_LOCK_QUEUE { struct _KSPIN_LOCK_QUEUE *volatile Next; PKSPIN_LOCK volatile Lock; } KSPIN_LOCK_QUEUE, *PKSPIN_LOCK_QUEUE;
typedef struct _KLOCK_QUEUE_HANDLE { KSPIN_LOCK_QUEUE LockQueue; KIRQL OldIrql; WFPLINT_MEMBERS(_KLOCK_QUEUE_HANDLE) } KLOCK_QUEUE_HANDLE, *PKLOCK_QUEUE_HANDLE;
typedef struct _KWAIT_BLOCK { PVOID Reserved[6]; WFPLINT_MEMBERS(_KWAIT_BLOCK) } KWAIT_BLOCK, *PKWAIT_BLOCK, *PRKWAIT_BLOCK;
typedef LONG EX_SPIN_LOCK, *PEX_SPIN_LOCK;
typedef ULONG_PTR EX_PUSH_LOCK, *PEX_PUSH_LOCK;
typedef struct _EX_RUNDOWN_REF { ULONG_PTR Count; WFPLINT_MEMBERS(_EX_RUNDOWN_REF) } EX_RUNDOWN_REF, *PEX_RUNDOWN_REF;
typedef struct _ERESOURCE { LIST_ENTRY SystemResourcesList; PVOID Reserved[11]; WFPLINT_MEMBERS(_ERESOURCE) } ERESOURCE, *PERESOURCE;
typedef ULONG_PTR ERESOURCE_THREAD, *PERESOURCE_THREAD;
typedef struct _IO_REMOVE_LOCK { BOOLEAN Removed; LONG IoCount; KEVENT RemoveEvent; WFPLINT_MEMBERS(_IO_REMOVE_LOCK) } IO_REMOVE_LOCK, *PIO_REMOVE_LOCK;

typedef struct _KDPC KDPC, *PKDPC, *PRKDPC;
typedef VOID KDEFERRED_ROUTINE(struct _KDPC *Dpc, PVOID DeferredContext, PVOID SystemArgument1, PVOID SystemArgument2);
typedef KDEFERRED_ROUTINE *PKDEFERRED_ROUTINE;
struct _KDPC {
  UCHAR Type, Importance;
  volatile USHORT Number;
  LIST_ENTRY DpcListEntry;
  PKDEFERRED_ROUTINE DeferredRoutine;
  PVOID DeferredContext, SystemArgument1, SystemArgument2, DpcData;
  WFPLINT_MEMBERS(_KDPC)
};
typedef struct _KTIMER { DISPATCHER_HEADER Header; ULARGE_INTEGER DueTime; LIST_ENTRY TimerListEntry; PKDPC Dpc; ULONG Period; WFPLINT_MEMBERS(_KTIMER) } KTIMER, *PKTIMER, *PRKTIMER;
typedef VOID EXT_CALLBACK(PEX_TIMER Timer, PVOID Context), EXT_DELETE_CALLBACK(PVOID Context);
typedef EXT_CALLBACK *PEXT_CALLBACK;
typedef EXT_DELETE_CALLBACK *PEXT_DELETE_CALLBACK;
typedef struct _EXT_SET_PARAMETERS_V0 { ULONG Version, Reserved; LONGLONG NoWakeTolerance; } EXT_SET_PARAMETERS, *PEXT_SET_PARAMETERS;
typedef struct _EXT_DELETE_PARAMETERS { ULONG Version, Reserved; PEXT_DELETE_CALLBACK DeleteCallback; PVOID DeleteContext; } EXT_DELETE_PARAMETERS, *PEXT_DELETE_PARAMETERS;
#define EX_TIMER_HIGH_RESOLUTION 4
#define EX_TIMER_NO_WAKE 8
#define EX_TIMER_NOTIFICATION 0x80000000
typedef VOID WORKER_THREAD_ROUTINE(PVOID Parameter), KSTART_ROUTINE(PVOID StartContext);
typedef WORKER_THREAD_ROUTINE *PWORKER_THREAD_ROUTINE;
typedef KSTART_ROUTINE *PKSTART_ROUTINE;
typedef struct _WORK_QUEUE_ITEM { LIST_ENTRY List; PWORKER_THREAD_ROUTINE WorkerRoutine; PVOID Parameter; WFPLINT_MEMBERS(_WORK_QUEUE_ITEM) } WORK_QUEUE_ITEM, *PWORK_QUEUE_ITEM;
typedef union _SLIST_HEADER { struct { ULONGLONG Alignment, Region; }; WFPLINT_MEMBERS(_SLIST_HEADER) } SLIST_HEADER, *PSLIST_HEADER;
typedef struct _GENERAL_LOOKASIDE { SLIST_HEADER ListHead; ULONG Tag, Size; USHORT Depth; PVOID Reserved[9]; WFPLINT_MEMBERS(_GENERAL_LOOKASIDE) } GENERAL_LOOKASIDE, NPAGED_LOOKASIDE_LIST, *PNPAGED_LOOKASIDE_LIST, PAGED_LOOKASIDE_LIST, *PPAGED_LOOKASIDE_LIST, LOOKASIDE_LIST_EX, *PLOOKASIDE_LIST_EX;
typedef PVOID ALLOCATE_FUNCTION(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag),
    ALLOCATE_FUNCTION_EX(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, PLOOKASIDE_LIST_EX Lookaside);
typedef VOID FREE_FUNCTION(PVOID Buffer), FREE_FUNCTION_EX(PVOID Buffer, PLOOKASIDE_LIST_EX Lookaside);
typedef ALLOCATE_FUNCTION *PALLOCATE_FUNCTION;
typedef ALLOCATE_FUNCTION_EX *PALLOCATE_FUNCTION_EX;
typedef FREE_FUNCTION *PFREE_FUNCTION;
typedef FREE_FUNCTION_EX *PFREE_FUNCTION_EX;
typedef struct _MDL {
  struct _MDL *Next;
  CSHORT Size, MdlFlags;
  PEPROCESS Process;
  PVOID MappedSystemVa, StartVa;
  ULONG ByteCount, ByteOffset;
  WFPLINT_MEMBERS(_MDL)
} MDL, *PMDL, *PMDLX;
#define MDL_MAPPED_TO_SYSTEM_VA 1
#define MDL_PAGES_LOCKED 2
#define MDL_SOURCE_IS_NONPAGED_POOL 4
#define MDL_PARTIAL 0x10
#define MDL_PARTIAL_HAS_BEEN_MAPPED 0x20
#define MDL_NETWORK_HEADER 0x1000
typedef struct _TIME_FIELDS { CSHORT Year, Month, Day, Hour, Minute, Second, Milliseconds, Weekday; } TIME_FIELDS, *PTIME_FIELDS;
typedef struct _OSVERSIONINFOW { ULONG dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId; WCHAR szCSDVersion[128]; } OSVERSIONINFOW, *POSVERSIONINFOW, *LPOSVERSIONINFOW, RTL_OSVERSIONINFOW, *PRTL_OSVERSIONINFOW;
typedef struct _OSVERSIONINFOEXW {
  ULONG dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId;
  WCHAR szCSDVersion[128];
  USHORT wServicePackMajor, wServicePackMinor, wSuiteMask;
  UCHAR wProductType, wReserved;
} OSVERSIONINFOEXW, *POSVERSIONINFOEXW, RTL_OSVERSIONINFOEXW, *PRTL_OSVERSIONINFOEXW;
typedef struct _EXCEPTION_RECORD { NTSTATUS ExceptionCode; ULONG ExceptionFlags; struct _EXCEPTION_RECORD *ExceptionRecord; PVOID ExceptionAddress; ULONG NumberParameters; ULONG_PTR ExceptionInformation[15]; } EXCEPTION_RECORD, *PEXCEPTION_RECORD;
typedef struct _EXCEPTION_POINTERS { PEXCEPTION_RECORD ExceptionRecord; struct _CONTEXT *ContextRecord; } EXCEPTION_POINTERS, *PEXCEPTION_POINTERS;

/* I/O. */
typedef struct _IO_STATUS_BLOCK { union { NTSTATUS Status; PVOID Pointer; }; ULONG_PTR Information; WFPLINT_MEMBERS(_IO_STATUS_BLOCK) } IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;
typedef VOID IO_APC_ROUTINE(PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, ULONG Reserved);
typedef IO_APC_ROUTINE *PIO_APC_ROUTINE;
typedef NTSTATUS DRIVER_INITIALIZE(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath), DRIVER_DISPATCH(PDEVICE_OBJECT DeviceObject, PIRP Irp),
    DRIVER_ADD_DEVICE(PDRIVER_OBJECT DriverObject, PDEVICE_OBJECT PhysicalDeviceObject), IO_COMPLETION_ROUTINE(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context);
typedef DRIVER_DISPATCH DRIVER_DISPATCH_PAGED, DRIVER_DISPATCH_RAISED;
typedef VOID DRIVER_UNLOAD(PDRIVER_OBJECT DriverObject), DRIVER_STARTIO(PDEVICE_OBJECT DeviceObject, PIRP Irp), DRIVER_CANCEL(PDEVICE_OBJECT DeviceObject, PIRP Irp),
    IO_WORKITEM_ROUTINE(PDEVICE_OBJECT DeviceObject, PVOID Context), IO_WORKITEM_ROUTINE_EX(PVOID IoObject, PVOID Context, PIO_WORKITEM IoWorkItem),
    IO_TIMER_ROUTINE(PDEVICE_OBJECT DeviceObject, PVOID Context), IO_DPC_ROUTINE(PKDPC Dpc, PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context),
    DRIVER_REINITIALIZE(PDRIVER_OBJECT DriverObject, PVOID Context, ULONG Count);
typedef DRIVER_INITIALIZE *PDRIVER_INITIALIZE;
typedef DRIVER_DISPATCH *PDRIVER_DISPATCH;
typedef DRIVER_UNLOAD *PDRIVER_UNLOAD;
typedef DRIVER_CANCEL *PDRIVER_CANCEL;
typedef DRIVER_ADD_DEVICE *PDRIVER_ADD_DEVICE;
typedef DRIVER_STARTIO *PDRIVER_STARTIO;
typedef DRIVER_REINITIALIZE *PDRIVER_REINITIALIZE;
typedef IO_COMPLETION_ROUTINE *PIO_COMPLETION_ROUTINE;
typedef IO_WORKITEM_ROUTINE *PIO_WORKITEM_ROUTINE;
typedef IO_WORKITEM_ROUTINE_EX *PIO_WORKITEM_ROUTINE_EX;
typedef IO_TIMER_ROUTINE *PIO_TIMER_ROUTINE;
typedef IO_DPC_ROUTINE *PIO_DPC_ROUTINE;
typedef struct _KDEVICE_QUEUE { CSHORT Type, Size; LIST_ENTRY DeviceListHead; KSPIN_LOCK Lock; BOOLEAN Busy; WFPLINT_MEMBERS(_KDEVICE_QUEUE) } KDEVICE_QUEUE, *PKDEVICE_QUEUE;
typedef struct _KDEVICE_QUEUE_ENTRY { LIST_ENTRY DeviceListEntry; ULONG SortKey; BOOLEAN Inserted; } KDEVICE_QUEUE_ENTRY, *PKDEVICE_QUEUE_ENTRY;
struct _DEVICE_OBJECT {
  CSHORT Type;
  USHORT Size;
  LONG ReferenceCount;
  PDRIVER_OBJECT DriverObject;
  PDEVICE_OBJECT NextDevice, AttachedDevice;
  PIRP CurrentIrp;
  PVOID Timer;
  ULONG Flags, Characteristics;
  PVPB Vpb;
  PVOID DeviceExtension;
  DEVICE_TYPE DeviceType;
  CCHAR StackSize;
  ULONG AlignmentRequirement;
  KDEVICE_QUEUE DeviceQueue;
  KDPC Dpc;
  ULONG ActiveThreadCount;
  PSECURITY_DESCRIPTOR SecurityDescriptor;
  KEVENT DeviceLock;
  USHORT SectorSize;
  PVOID DeviceObjectExtension;
  WFPLINT_MEMBERS(_DEVICE_OBJECT)
};
#define IRP_MJ_CREATE 0x00
#define IRP_MJ_CREATE_NAMED_PIPE 0x01
#define IRP_MJ_CLOSE 0x02
#define IRP_MJ_READ 0x03
#define IRP_MJ_WRITE 0x04
#define IRP_MJ_QUERY_INFORMATION 0x05
#define IRP_MJ_SET_INFORMATION 0x06
#define IRP_MJ_QUERY_EA 0x07
#define IRP_MJ_SET_EA 0x08
#define IRP_MJ_FLUSH_BUFFERS 0x09
#define IRP_MJ_QUERY_VOLUME_INFORMATION 0x0a
#define IRP_MJ_SET_VOLUME_INFORMATION 0x0b
#define IRP_MJ_DIRECTORY_CONTROL 0x0c
#define IRP_MJ_FILE_SYSTEM_CONTROL 0x0d
#define IRP_MJ_DEVICE_CONTROL 0x0e
#define IRP_MJ_INTERNAL_DEVICE_CONTROL 0x0f
#define IRP_MJ_SCSI IRP_MJ_INTERNAL_DEVICE_CONTROL
#define IRP_MJ_SHUTDOWN 0x10
#define IRP_MJ_LOCK_CONTROL 0x11
#define IRP_MJ_CLEANUP 0x12
#define IRP_MJ_CREATE_MAILSLOT 0x13
#define IRP_MJ_QUERY_SECURITY 0x14
#define IRP_MJ_SET_SECURITY 0x15
#define IRP_MJ_POWER 0x16
#define IRP_MJ_SYSTEM_CONTROL 0x17
#define IRP_MJ_DEVICE_CHANGE 0x18
#define IRP_MJ_QUERY_QUOTA 0x19
#define IRP_MJ_SET_QUOTA 0x1a
#define IRP_MJ_PNP 0x1b
#define IRP_MJ_PNP_POWER IRP_MJ_PNP
#define IRP_MJ_MAXIMUM_FUNCTION 0x1b
#define IRP_MN_START_DEVICE 0
#define IRP_MN_QUERY_REMOVE_DEVICE 1
#define IRP_MN_REMOVE_DEVICE 2
#define IRP_MN_CANCEL_REMOVE_DEVICE 3
#define IRP_MN_STOP_DEVICE 4
#define IRP_MN_QUERY_STOP_DEVICE 5
#define IRP_MN_CANCEL_STOP_DEVICE 6
#define IRP_MN_QUERY_DEVICE_RELATIONS 7
#define IRP_MN_QUERY_CAPABILITIES 9
#define IRP_MN_SURPRISE_REMOVAL 0x17
#define IRP_MN_WAIT_WAKE 0
#define IRP_MN_POWER_SEQUENCE 1
#define IRP_MN_SET_POWER 2
#define IRP_MN_QUERY_POWER 3
struct _DRIVER_OBJECT {
  CSHORT Type, Size;
  PDEVICE_OBJECT DeviceObject;
  ULONG Flags;
  PVOID DriverStart;
  ULONG DriverSize;
  PVOID DriverSection;
  struct _DRIVER_EXTENSION *DriverExtension;
  UNICODE_STRING DriverName;
  PUNICODE_STRING HardwareDatabase;
  struct _FAST_IO_DISPATCH *FastIoDispatch;
  PDRIVER_INITIALIZE DriverInit;
  PDRIVER_STARTIO DriverStartIo;
  PDRIVER_UNLOAD DriverUnload;
  PDRIVER_DISPATCH MajorFunction[IRP_MJ_MAXIMUM_FUNCTION + 1];
  WFPLINT_MEMBERS(_DRIVER_OBJECT)
};
typedef struct _DRIVER_EXTENSION { PDRIVER_OBJECT DriverObject; PDRIVER_ADD_DEVICE AddDevice; ULONG Count; UNICODE_STRING ServiceKeyName; WFPLINT_MEMBERS(_DRIVER_EXTENSION) } DRIVER_EXTENSION, *PDRIVER_EXTENSION;
struct _FILE_OBJECT {
  CSHORT Type, Size;
  PDEVICE_OBJECT DeviceObject;
  PVPB Vpb;
  PVOID FsContext, FsContext2;
  PSECTION_OBJECT_POINTERS SectionObjectPointer;
  PVOID PrivateCacheMap;
  NTSTATUS FinalStatus;
  PFILE_OBJECT RelatedFileObject;
  BOOLEAN LockOperation, DeletePending, ReadAccess, WriteAccess, DeleteAccess, SharedRead, SharedWrite, SharedDelete;
  ULONG Flags;
  UNICODE_STRING FileName;
  LARGE_INTEGER CurrentByteOffset;
  ULONG Waiters, Busy;
  PVOID LastLock;
  KEVENT Lock, Event;
  PVOID CompletionContext;
  KSPIN_LOCK IrpListLock;
  LIST_ENTRY IrpList;
  PVOID FileObjectExtension;
  WFPLINT_MEMBERS(_FILE_OBJECT)
};
struct _IRP {
  CSHORT Type;
  USHORT Size;
  PMDL MdlAddress;
  ULONG Flags;
  union { PIRP MasterIrp; LONG IrpCount; PVOID SystemBuffer; } AssociatedIrp;
  LIST_ENTRY ThreadListEntry;
  IO_STATUS_BLOCK IoStatus;
  KPROCESSOR_MODE RequestorMode;
  BOOLEAN PendingReturned;
  CHAR StackCount, CurrentLocation;
  BOOLEAN Cancel;
  KIRQL CancelIrql;
  CCHAR ApcEnvironment;
  UCHAR AllocationFlags;
  PIO_STATUS_BLOCK UserIosb;
  PKEVENT UserEvent;
  union { LARGE_INTEGER AllocationSize; struct { PIO_APC_ROUTINE UserApcRoutine; PVOID UserApcContext; } AsynchronousParameters; } Overlay;
  PDRIVER_CANCEL volatile CancelRoutine;
  PVOID UserBuffer;
  union {
    struct {
      union { KDEVICE_QUEUE_ENTRY DeviceQueueEntry; PVOID DriverContext[4]; };
      PETHREAD Thread;
      PCHAR AuxiliaryBuffer;
      LIST_ENTRY ListEntry;
      union { PIO_STACK_LOCATION CurrentStackLocation; ULONG PacketType; };
      PFILE_OBJECT OriginalFileObject;
    } Overlay;
    KAPC Apc;
    PVOID CompletionKey;
  } Tail;
  WFPLINT_MEMBERS(_IRP)
};
struct _IO_STACK_LOCATION {
  UCHAR MajorFunction, MinorFunction, Flags, Control;
  union {
    struct { struct _IO_SECURITY_CONTEXT *SecurityContext; ULONG Options; USHORT FileAttributes, ShareAccess; ULONG EaLength; } Create;
    struct { ULONG Length; ULONG Key; ULONG Flags; LARGE_INTEGER ByteOffset; } Read, Write;
    struct { ULONG Length; ULONG FileInformationClass; } QueryFile;
    struct { ULONG Length; ULONG FileInformationClass; PFILE_OBJECT FileObject; BOOLEAN ReplaceIfExists, AdvanceOnly; } SetFile;
    struct { ULONG OutputBufferLength, InputBufferLength, IoControlCode; PVOID Type3InputBuffer; } DeviceIoControl, FileSystemControl;
    struct { ULONG_PTR ProviderId; PVOID DataPath; ULONG BufferSize; PVOID Buffer; } WMI;
    struct { ULONG SystemContext, Type; ULONG State, ShutdownType; } Power;
    struct { PVOID Argument1, Argument2, Argument3, Argument4; } Others;
    WFPLINT_MEMBERS(_IO_STACK_LOCATION_PARAMETERS)
  } Parameters;
  PDEVICE_OBJECT DeviceObject;
  PFILE_OBJECT FileObject;
  PIO_COMPLETION_ROUTINE CompletionRoutine;
  PVOID Context;
  WFPLINT_MEMBERS(_IO_STACK_LOCATION)
};
#define SL_PENDING_RETURNED 1
#define SL_INVOKE_ON_CANCEL 0x20
#define SL_INVOKE_ON_SUCCESS 0x40
#define SL_INVOKE_ON_ERROR 0x80
#define CTL_CODE(device, function, method, access) (((device) << 16) | ((access) << 14) | ((function) << 2) | (method))
#define DEVICE_TYPE_FROM_CTL_CODE(code) (((ULONG)((code)&0xffff0000)) >> 16)
#define METHOD_FROM_CTL_CODE(code) ((ULONG)((code)&3))
#define METHOD_BUFFERED 0
#define METHOD_IN_DIRECT 1
#define METHOD_OUT_DIRECT 2
#define METHOD_NEITHER 3
#define METHOD_DIRECT_TO_HARDWARE METHOD_IN_DIRECT
#define METHOD_DIRECT_FROM_HARDWARE METHOD_OUT_DIRECT
#define FILE_ANY_ACCESS 0
#define FILE_SPECIAL_ACCESS 0
#define FILE_READ_ACCESS 1
#define FILE_WRITE_ACCESS 2
#define FILE_DEVICE_BEEP 1
#define FILE_DEVICE_CD_ROM 2
#define FILE_DEVICE_DISK 7
#define FILE_DEVICE_DISK_FILE_SYSTEM 8
#define FILE_DEVICE_FILE_SYSTEM 9
#define FILE_DEVICE_NAMED_PIPE 0x11
#define FILE_DEVICE_NETWORK 0x12
#define FILE_DEVICE_NETWORK_BROWSER 0x13
#define FILE_DEVICE_NETWORK_FILE_SYSTEM 0x14
#define FILE_DEVICE_SPLITTER 0x4b
#define FILE_DEVICE_NULL 0x15
#define FILE_DEVICE_PHYSICAL_NETCARD 0x17
#define FILE_DEVICE_TRANSPORT 0x21
#define FILE_DEVICE_UNKNOWN 0x22
#define FILE_DEVICE_BUS_EXTENDER 0x2a
#define FILE_DEVICE_KEYBOARD 0xb
#define FILE_DEVICE_MOUSE 0xf
#define FILE_DEVICE_SECURE_OPEN 0x100
#define FILE_AUTOGENERATED_DEVICE_NAME 0x80
#define FILE_REMOVABLE_MEDIA 1
#define DO_VERIFY_VOLUME 2
#define DO_BUFFERED_IO 4
#define DO_EXCLUSIVE 8
#define DO_DIRECT_IO 0x10
#define DO_DEVICE_INITIALIZING 0x80
#define DO_SHUTDOWN_REGISTERED 0x800
#define DO_POWER_PAGABLE 0x2000
#define FILE_READ_DATA 1
#define FILE_LIST_DIRECTORY 1
#define FILE_WRITE_DATA 2
#define FILE_ADD_FILE 2
#define FILE_APPEND_DATA 4
#define FILE_EXECUTE 0x20
#define FILE_TRAVERSE 0x20
#define FILE_READ_ATTRIBUTES 0x80
#define FILE_WRITE_ATTRIBUTES 0x100
#define FILE_ALL_ACCESS 0x1F01FF
#define FILE_GENERIC_READ 0x120089
#define FILE_GENERIC_WRITE 0x120116
#define FILE_GENERIC_EXECUTE 0x1200A0
#define FILE_SHARE_READ 1
#define FILE_SHARE_WRITE 2
#define FILE_SHARE_DELETE 4
#define FILE_ATTRIBUTE_READONLY 1
#define FILE_ATTRIBUTE_HIDDEN 2
#define FILE_ATTRIBUTE_SYSTEM 4
#define FILE_ATTRIBUTE_DIRECTORY 0x10
#define FILE_ATTRIBUTE_NORMAL 0x80
#define FILE_SUPERSEDE 0
#define FILE_OPEN 1
#define FILE_CREATE 2
#define FILE_OPEN_IF 3
#define FILE_OVERWRITE 4
#define FILE_OVERWRITE_IF 5
#define FILE_DIRECTORY_FILE 1
#define FILE_WRITE_THROUGH 2
#define FILE_SEQUENTIAL_ONLY 4
#define FILE_NO_INTERMEDIATE_BUFFERING 8
#define FILE_SYNCHRONOUS_IO_ALERT 0x10
#define FILE_SYNCHRONOUS_IO_NONALERT 0x20
#define FILE_NON_DIRECTORY_FILE 0x40
#define FILE_RANDOM_ACCESS 0x800
#define FILE_DELETE_ON_CLOSE 0x1000
#define FILE_OPEN_FOR_BACKUP_INTENT 0x4000
#define FILE_USE_FILE_POINTER_POSITION 0xfffffffe
#define FILE_WRITE_TO_END_OF_FILE 0xffffffff
#define FILE_BEGIN 0

/* Control of processors and threads. */
KIRQL KeGetCurrentIrql(VOID);
VOID KeRaiseIrql(KIRQL NewIrql, PKIRQL OldIrql), KeLowerIrql(KIRQL NewIrql);
KIRQL KeRaiseIrqlToDpcLevel(VOID), KeRaiseIrqlToSynchLevel(VOID);
VOID KeEnterCriticalRegion(VOID), KeLeaveCriticalRegion(VOID), KeEnterGuardedRegion(VOID), KeLeaveGuardedRegion(VOID);
BOOLEAN KeAreApcsDisabled(VOID), KeAreAllApcsDisabled(VOID);
VOID KeMemoryBarrier(VOID);
ULONG KeGetCurrentProcessorNumber(VOID), KeGetCurrentProcessorIndex(VOID),
    KeGetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber),
    KeQueryActiveProcessorCount(PKAFFINITY ActiveProcessors), KeQueryActiveProcessorCountEx(USHORT GroupNumber),
    KeQueryMaximumProcessorCountEx(USHORT GroupNumber);
KAFFINITY KeQueryActiveProcessors(VOID);
NTSTATUS KeGetProcessorNumberFromIndex(ULONG ProcIndex, PPROCESSOR_NUMBER ProcNumber);
PKTHREAD KeGetCurrentThread(VOID);
PETHREAD PsGetCurrentThread(VOID);
PEPROCESS PsGetCurrentProcess(VOID), IoGetCurrentProcess(VOID), IoThreadToProcess(PETHREAD Thread);
HANDLE PsGetCurrentProcessId(VOID), PsGetCurrentThreadId(VOID), PsGetProcessId(PEPROCESS Process),
    PsGetThreadId(PETHREAD Thread), PsGetThreadProcessId(PETHREAD Thread);
NTSTATUS PsCreateSystemThread(PHANDLE ThreadHandle, ULONG DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, HANDLE ProcessHandle, PCLIENT_ID ClientId, PKSTART_ROUTINE StartRoutine, PVOID StartContext);
NTSTATUS IoCreateSystemThread(PVOID IoObject, PHANDLE ThreadHandle, ULONG DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, HANDLE ProcessHandle, PCLIENT_ID ClientId, PKSTART_ROUTINE StartRoutine, PVOID StartContext);
NTSTATUS PsTerminateSystemThread(NTSTATUS ExitStatus), PsWrapApcWow64Thread(PVOID *ApcContext, PVOID *ApcRoutine);
BOOLEAN PsIsSystemThread(PETHREAD Thread), PsIsThreadTerminating(PETHREAD Thread);
NTSTATUS PsLookupProcessByProcessId(HANDLE ProcessId, PEPROCESS *Process),
    PsLookupThreadByThreadId(HANDLE ThreadId, PETHREAD *Thread);
KPRIORITY KeSetPriorityThread(PKTHREAD Thread, KPRIORITY Priority), KeQueryPriorityThread(PKTHREAD Thread);
LONG KeSetBasePriorityThread(PKTHREAD Thread, LONG Increment);
KAFFINITY KeSetSystemAffinityThreadEx(KAFFINITY Affinity);
VOID KeRevertToUserAffinityThreadEx(KAFFINITY Affinity);
DECLSPEC_NORETURN VOID KeBugCheckEx(ULONG BugCheckCode, ULONG_PTR P1, ULONG_PTR P2, ULONG_PTR P3, ULONG_PTR P4),
    KeBugCheck(ULONG BugCheckCode);
VOID KeStallExecutionProcessor(ULONG MicroSeconds);
NTSTATUS KeDelayExecutionThread(KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, PLARGE_INTEGER Interval);
VOID KeQuerySystemTime(PLARGE_INTEGER CurrentTime), KeQuerySystemTimePrecise(PLARGE_INTEGER CurrentTime),
    KeQueryTickCount(PLARGE_INTEGER CurrentCount);
ULONG KeQueryTimeIncrement(VOID);
ULONGLONG KeQueryInterruptTime(VOID), KeQueryInterruptTimePrecise(PULONG64 QpcTimeStamp),
    KeQueryUnbiasedInterruptTime(VOID);
LARGE_INTEGER KeQueryPerformanceCounter(PLARGE_INTEGER PerformanceFrequency);
VOID ExSystemTimeToLocalTime(PLARGE_INTEGER SystemTime, PLARGE_INTEGER LocalTime),
    ExLocalTimeToSystemTime(PLARGE_INTEGER LocalTime, PLARGE_INTEGER SystemTime);

/* Spin locks. */
VOID KeInitializeSpinLock(PKSPIN_LOCK SpinLock);
VOID KeAcquireSpinLock(PKSPIN_LOCK SpinLock, PKIRQL OldIrql), KeReleaseSpinLock(PKSPIN_LOCK SpinLock, KIRQL NewIrql);
KIRQL KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK SpinLock), KeAcquireSpinLockRaiseToSynch(PKSPIN_LOCK SpinLock),
    KfAcquireSpinLock(PKSPIN_LOCK SpinLock), KeAcquireSpinLockForDpc(PKSPIN_LOCK SpinLock);
VOID KfReleaseSpinLock(PKSPIN_LOCK SpinLock, KIRQL NewIrql),
    KeReleaseSpinLockForDpc(PKSPIN_LOCK SpinLock, KIRQL OldIrql);
VOID KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock), KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK SpinLock);
BOOLEAN KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock), KeTestSpinLock(PKSPIN_LOCK SpinLock);
VOID KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle),
    KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE LockHandle);
VOID KeAcquireInStackQueuedSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle),
    KeReleaseInStackQueuedSpinLockFromDpcLevel(PKLOCK_QUEUE_HANDLE LockHandle);
VOID KeAcquireInStackQueuedSpinLockForDpc(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle),
    KeReleaseInStackQueuedSpinLockForDpc(PKLOCK_QUEUE_HANDLE LockHandle);
KIRQL ExAcquireSpinLockExclusive(PEX_SPIN_LOCK SpinLock), ExAcquireSpinLockShared(PEX_SPIN_LOCK SpinLock);
VOID ExReleaseSpinLockExclusive(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql),
    ExReleaseSpinLockShared(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql);
VOID ExAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock),
    ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock),
    ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK SpinLock),
    ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK SpinLock);
LOGICAL ExTryConvertSharedSpinLockExclusive(PEX_SPIN_LOCK SpinLock);
LOGICAL ExTryAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock),
    ExTryAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock);

/* Locks that may sleep. */
VOID ExInitializeFastMutex(PFAST_MUTEX FastMutex), ExAcquireFastMutex(PFAST_MUTEX FastMutex),
    ExReleaseFastMutex(PFAST_MUTEX FastMutex), ExAcquireFastMutexUnsafe(PFAST_MUTEX FastMutex),
    ExReleaseFastMutexUnsafe(PFAST_MUTEX FastMutex);
BOOLEAN ExTryToAcquireFastMutex(PFAST_MUTEX FastMutex);
VOID KeInitializeGuardedMutex(PKGUARDED_MUTEX Mutex), KeAcquireGuardedMutex(PKGUARDED_MUTEX Mutex),
    KeReleaseGuardedMutex(PKGUARDED_MUTEX Mutex), KeAcquireGuardedMutexUnsafe(PKGUARDED_MUTEX Mutex),
    KeReleaseGuardedMutexUnsafe(PKGUARDED_MUTEX Mutex);
BOOLEAN KeTryToAcquireGuardedMutex(PKGUARDED_MUTEX Mutex);
VOID ExInitializePushLock(PEX_PUSH_LOCK PushLock), ExAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock),
    ExAcquirePushLockShared(PEX_PUSH_LOCK PushLock), ExReleasePushLockExclusive(PEX_PUSH_LOCK PushLock),
    ExReleasePushLockShared(PEX_PUSH_LOCK PushLock), ExReleasePushLock(PEX_PUSH_LOCK PushLock);
VOID ExAcquirePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags),
    ExAcquirePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags),
    ExReleasePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags),
    ExReleasePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags),
    ExReleasePushLockEx(PEX_PUSH_LOCK PushLock, ULONG Flags);
BOOLEAN ExTryAcquirePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags),
    ExTryAcquirePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags);
NTSTATUS ExInitializeResourceLite(PERESOURCE Resource), ExDeleteResourceLite(PERESOURCE Resource),
    ExReinitializeResourceLite(PERESOURCE Resource);
BOOLEAN ExAcquireResourceExclusiveLite(PERESOURCE Resource, BOOLEAN Wait),
    ExAcquireResourceSharedLite(PERESOURCE Resource, BOOLEAN Wait),
    ExAcquireSharedStarveExclusive(PERESOURCE Resource, BOOLEAN Wait),
    ExAcquireSharedWaitForExclusive(PERESOURCE Resource, BOOLEAN Wait),
    ExTryToAcquireResourceExclusiveLite(PERESOURCE Resource), ExIsResourceAcquiredExclusiveLite(PERESOURCE Resource);
VOID ExReleaseResourceLite(PERESOURCE Resource), ExConvertExclusiveToSharedLite(PERESOURCE Resource),
    ExReleaseResourceForThreadLite(PERESOURCE Resource, ERESOURCE_THREAD Thread),
    ExReleaseResourceAndLeaveCriticalRegion(PERESOURCE Resource);
PVOID ExEnterCriticalRegionAndAcquireResourceExclusive(PERESOURCE Resource),
    ExEnterCriticalRegionAndAcquireResourceShared(PERESOURCE Resource);
ULONG ExIsResourceAcquiredSharedLite(PERESOURCE Resource), ExIsResourceAcquiredLite(PERESOURCE Resource);
VOID KeInitializeMutex(PRKMUTEX Mutex, ULONG Level);
LONG KeReleaseMutex(PRKMUTEX Mutex, BOOLEAN Wait), KeReadStateMutex(PRKMUTEX Mutex);
VOID IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG Tag, ULONG MaxLockedMinutes, ULONG HighWatermark, ULONG Size),
    IoReleaseRemoveLockEx(PIO_REMOVE_LOCK Lock, PVOID Tag, ULONG Size),
    IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK Lock, PVOID Tag, ULONG Size);
NTSTATUS IoAcquireRemoveLockEx(PIO_REMOVE_LOCK Lock, PVOID Tag, const char *File, ULONG Line, ULONG Size);
VOID IoInitializeRemoveLock(PIO_REMOVE_LOCK Lock, ULONG Tag, ULONG MaxLockedMinutes, ULONG HighWatermark),
    IoReleaseRemoveLock(PIO_REMOVE_LOCK Lock, PVOID Tag), IoReleaseRemoveLockAndWait(PIO_REMOVE_LOCK Lock, PVOID Tag);
NTSTATUS IoAcquireRemoveLock(PIO_REMOVE_LOCK Lock, PVOID Tag);

/* Rundown protection. */
VOID ExInitializeRundownProtection(PEX_RUNDOWN_REF RunRef), ExReInitializeRundownProtection(PEX_RUNDOWN_REF RunRef);
BOOLEAN ExAcquireRundownProtection(PEX_RUNDOWN_REF RunRef),
    ExAcquireRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count);
VOID ExReleaseRundownProtection(PEX_RUNDOWN_REF RunRef),
    ExReleaseRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count);
VOID ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF RunRef), ExRundownCompleted(PEX_RUNDOWN_REF RunRef);
PEX_RUNDOWN_REF_CACHE_AWARE ExAllocateCacheAwareRundownProtection(POOL_TYPE PoolType, ULONG PoolTag);
SIZE_T ExSizeOfRundownProtectionCacheAware(VOID);
VOID ExInitializeRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef, SIZE_T RunRefSize),
    ExInitializeRundownProtectionCacheAwareEx(PEX_RUNDOWN_REF_CACHE_AWARE RunRef, ULONG Flags);
VOID ExFreeCacheAwareRundownProtection(PEX_RUNDOWN_REF_CACHE_AWARE RunRef),
    ExReInitializeRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef),
    ExCleanupRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef);
BOOLEAN ExAcquireRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef),
    ExAcquireRundownProtectionCacheAwareEx(PEX_RUNDOWN_REF_CACHE_AWARE RunRef, ULONG Count);
VOID ExReleaseRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef),
    ExReleaseRundownProtectionCacheAwareEx(PEX_RUNDOWN_REF_CACHE_AWARE RunRef, ULONG Count);
VOID ExWaitForRundownProtectionReleaseCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef),
    ExRundownCompletedCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef);

/* Events, semaphores, waits. */
VOID KeInitializeEvent(PRKEVENT Event, EVENT_TYPE Type, BOOLEAN State), KeClearEvent(PRKEVENT Event);
LONG KeSetEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait), KeResetEvent(PRKEVENT Event),
    KeReadStateEvent(PRKEVENT Event), KePulseEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait);
VOID KeInitializeSemaphore(PRKSEMAPHORE Semaphore, LONG Count, LONG Limit);
LONG KeReleaseSemaphore(PRKSEMAPHORE Semaphore, KPRIORITY Increment, LONG Adjustment, BOOLEAN Wait),
    KeReadStateSemaphore(PRKSEMAPHORE Semaphore);
NTSTATUS KeWaitForSingleObject(PVOID Object, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, PLARGE_INTEGER Timeout),
    KeWaitForMutexObject(PVOID Object, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, PLARGE_INTEGER Timeout);
NTSTATUS KeWaitForMultipleObjects(ULONG Count, PVOID Object[], WAIT_TYPE WaitType, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, PLARGE_INTEGER Timeout, PKWAIT_BLOCK WaitBlockArray);

/* DPCs, timers, work items. */
VOID KeInitializeDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext),
    KeInitializeThreadedDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext);
BOOLEAN KeInsertQueueDpc(PRKDPC Dpc, PVOID SystemArgument1, PVOID SystemArgument2), KeRemoveQueueDpc(PRKDPC Dpc),
    KeRemoveQueueDpcEx(PRKDPC Dpc, BOOLEAN WaitIfActive);
VOID KeSetTargetProcessorDpc(PRKDPC Dpc, CCHAR Number), KeSetImportanceDpc(PRKDPC Dpc, KDPC_IMPORTANCE Importance),
    KeFlushQueuedDpcs(VOID), KeGenericCallDpc(PKDEFERRED_ROUTINE Routine, PVOID Context);
NTSTATUS KeSetTargetProcessorDpcEx(PKDPC Dpc, PPROCESSOR_NUMBER ProcNumber);
VOID KeInitializeTimer(PKTIMER Timer), KeInitializeTimerEx(PKTIMER Timer, TIMER_TYPE Type);
BOOLEAN KeSetTimer(PKTIMER Timer, LARGE_INTEGER DueTime, PKDPC Dpc),
    KeSetTimerEx(PKTIMER Timer, LARGE_INTEGER DueTime, LONG Period, PKDPC Dpc),
    KeSetCoalescableTimer(PKTIMER Timer, LARGE_INTEGER DueTime, ULONG Period, ULONG TolerableDelay, PKDPC Dpc),
    KeCancelTimer(PKTIMER Timer), KeReadStateTimer(PKTIMER Timer);
PEX_TIMER ExAllocateTimer(PEXT_CALLBACK Callback, PVOID CallbackContext, ULONG Attributes);
BOOLEAN ExSetTimer(PEX_TIMER Timer, LONGLONG DueTime, LONGLONG Period, PEXT_SET_PARAMETERS Parameters),
    ExCancelTimer(PEX_TIMER Timer, PVOID Parameters),
    ExDeleteTimer(PEX_TIMER Timer, BOOLEAN Cancel, BOOLEAN Wait, PEXT_DELETE_PARAMETERS Parameters);
VOID ExInitializeSetTimerParameters(PEXT_SET_PARAMETERS Parameters),
    ExInitializeDeleteTimerParameters(PEXT_DELETE_PARAMETERS Parameters);
PIO_WORKITEM IoAllocateWorkItem(PDEVICE_OBJECT DeviceObject);
VOID IoFreeWorkItem(PIO_WORKITEM IoWorkItem), IoInitializeWorkItem(PVOID IoObject, PIO_WORKITEM IoWorkItem),
    IoUninitializeWorkItem(PIO_WORKITEM IoWorkItem);
VOID IoQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE WorkerRoutine, WORK_QUEUE_TYPE QueueType, PVOID Context),
    IoQueueWorkItemEx(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine, WORK_QUEUE_TYPE QueueType, PVOID Context);
BOOLEAN IoTryQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine, WORK_QUEUE_TYPE QueueType, PVOID Context);
ULONG IoSizeofWorkItem(VOID);
VOID ExInitializeWorkItem(PWORK_QUEUE_ITEM Item, PWORKER_THREAD_ROUTINE Routine, PVOID Context),
    ExQueueWorkItem(PWORK_QUEUE_ITEM WorkItem, WORK_QUEUE_TYPE QueueType);
NTSTATUS IoInitializeTimer(PDEVICE_OBJECT DeviceObject, PIO_TIMER_ROUTINE TimerRoutine, PVOID Context);
VOID IoStartTimer(PDEVICE_OBJECT DeviceObject), IoStopTimer(PDEVICE_OBJECT DeviceObject),
    IoInitializeDpcRequest(PDEVICE_OBJECT DeviceObject, PIO_DPC_ROUTINE DpcRoutine),
    IoRequestDpc(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context);
typedef VOID EXPAND_STACK_CALLOUT(PVOID Parameter);
typedef EXPAND_STACK_CALLOUT *PEXPAND_STACK_CALLOUT;
NTSTATUS KeExpandKernelStackAndCallout(PEXPAND_STACK_CALLOUT Callout, PVOID Parameter, SIZE_T Size),
    KeExpandKernelStackAndCalloutEx(PEXPAND_STACK_CALLOUT Callout, PVOID Parameter, SIZE_T Size, BOOLEAN Wait, PVOID Context);
#define MAXIMUM_EXPANSION_SIZE 0xf000
ULONG_PTR IoGetRemainingStackSize(VOID);
VOID IoGetStackLimits(PULONG_PTR LowLimit, PULONG_PTR HighLimit);
PVOID IoGetInitialStack(VOID);

/* Lists. */
VOID InitializeListHead(PLIST_ENTRY ListHead), InsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry),
    InsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry),
    AppendTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListToAppend);
BOOLEAN IsListEmpty(const LIST_ENTRY *ListHead), RemoveEntryList(PLIST_ENTRY Entry);
PLIST_ENTRY RemoveHeadList(PLIST_ENTRY ListHead), RemoveTailList(PLIST_ENTRY ListHead);
VOID InitializeListHead32(PLIST_ENTRY ListHead), PushEntryList(PSINGLE_LIST_ENTRY ListHead, PSINGLE_LIST_ENTRY Entry);
PSINGLE_LIST_ENTRY PopEntryList(PSINGLE_LIST_ENTRY ListHead);
PLIST_ENTRY ExInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock),
    ExInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock),
    ExInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PKSPIN_LOCK Lock);
PSINGLE_LIST_ENTRY ExInterlockedPopEntryList(PSINGLE_LIST_ENTRY ListHead, PKSPIN_LOCK Lock),
    ExInterlockedPushEntryList(PSINGLE_LIST_ENTRY ListHead, PSINGLE_LIST_ENTRY Entry, PKSPIN_LOCK Lock);
VOID InitializeSListHead(PSLIST_HEADER SListHead), ExInitializeSListHead(PSLIST_HEADER SListHead);
PSLIST_ENTRY InterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY Entry),
    InterlockedPopEntrySList(PSLIST_HEADER ListHead), InterlockedFlushSList(PSLIST_HEADER ListHead),
    ExInterlockedFlushSList(PSLIST_HEADER ListHead), ExpInterlockedFlushSList(PSLIST_HEADER ListHead);
PSLIST_ENTRY ExInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY Entry, PKSPIN_LOCK Lock),
    ExInterlockedPopEntrySList(PSLIST_HEADER ListHead, PKSPIN_LOCK Lock);
USHORT ExQueryDepthSList(PSLIST_HEADER SListHead), QueryDepthSList(PSLIST_HEADER SListHead);

/* Atomic access. */
LONG InterlockedIncrement(LONG volatile *Addend), InterlockedDecrement(LONG volatile *Addend);
LONG InterlockedExchange(LONG volatile *Target, LONG Value),
    InterlockedExchangeAdd(LONG volatile *Addend, LONG Value), InterlockedAdd(LONG volatile *Addend, LONG Value),
    InterlockedOr(LONG volatile *Destination, LONG Value), InterlockedAnd(LONG volatile *Destination, LONG Value),
    InterlockedXor(LONG volatile *Destination, LONG Value);
LONG InterlockedCompareExchange(LONG volatile *Destination, LONG Exchange, LONG Comparand);
LONG64 InterlockedIncrement64(LONG64 volatile *Addend), InterlockedDecrement64(LONG64 volatile *Addend),
    InterlockedExchange64(LONG64 volatile *Target, LONG64 Value),
    InterlockedExchangeAdd64(LONG64 volatile *Addend, LONG64 Value),
    InterlockedAdd64(LONG64 volatile *Addend, LONG64 Value),
    InterlockedOr64(LONG64 volatile *Destination, LONG64 Value),
    InterlockedAnd64(LONG64 volatile *Destination, LONG64 Value),
    InterlockedCompareExchange64(LONG64 volatile *Destination, LONG64 Exchange, LONG64 Comparand);
SHORT InterlockedIncrement16(SHORT volatile *Addend), InterlockedDecrement16(SHORT volatile *Addend),
    InterlockedExchange16(SHORT volatile *Target, SHORT Value),
    InterlockedCompareExchange16(SHORT volatile *Destination, SHORT Exchange, SHORT Comparand),
    InterlockedOr16(SHORT volatile *Destination, SHORT Value),
    InterlockedAnd16(SHORT volatile *Destination, SHORT Value);
CHAR InterlockedExchange8(CHAR volatile *Target, CHAR Value), InterlockedOr8(CHAR volatile *Destination, CHAR Value),
    InterlockedAnd8(CHAR volatile *Destination, CHAR Value);
PVOID InterlockedExchangePointer(PVOID volatile *Target, PVOID Value),
    InterlockedCompareExchangePointer(PVOID volatile *Destination, PVOID Exchange, PVOID Comparand);
BOOLEAN InterlockedBitTestAndSet(LONG volatile *Base, LONG Bit),
    InterlockedBitTestAndReset(LONG volatile *Base, LONG Bit);
LONG ReadAcquire(LONG const volatile *Source), ReadNoFence(LONG const volatile *Source);
LONG64 ReadAcquire64(LONG64 const volatile *Source), ReadNoFence64(LONG64 const volatile *Source);
PVOID ReadPointerAcquire(PVOID const volatile *Source), ReadPointerNoFence(PVOID const volatile *Source);
BOOLEAN ReadBooleanAcquire(BOOLEAN const volatile *Source), ReadBooleanNoFence(BOOLEAN const volatile *Source);
ULONG ReadULongAcquire(ULONG const volatile *Source), ReadULongNoFence(ULONG const volatile *Source);
VOID WriteRelease(LONG volatile *Destination, LONG Value), WriteNoFence(LONG volatile *Destination, LONG Value),
    WriteRelease64(LONG64 volatile *Destination, LONG64 Value),
    WritePointerRelease(PVOID volatile *Destination, PVOID Value),
    WritePointerNoFence(PVOID volatile *Destination, PVOID Value),
    WriteBooleanRelease(BOOLEAN volatile *Destination, BOOLEAN Value),
    WriteBooleanNoFence(BOOLEAN volatile *Destination, BOOLEAN Value),
    WriteULongRelease(ULONG volatile *Destination, ULONG Value),
    WriteULongNoFence(ULONG volatile *Destination, ULONG Value);
VOID MemoryBarrier(VOID), YieldProcessor(VOID);


/* Memory. */
PVOID ExAllocatePool(POOL_TYPE PoolType, SIZE_T NumberOfBytes),
    ExAllocatePoolWithTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag),
    ExAllocatePoolZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag),
    ExAllocatePoolUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag),
    ExAllocatePoolWithQuotaTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag),
    ExAllocatePoolQuotaZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag),
    ExAllocatePoolQuotaUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
PVOID ExAllocatePoolWithTagPriority(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, EX_POOL_PRIORITY Priority),
    ExAllocatePoolPriorityZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, EX_POOL_PRIORITY Priority);
PVOID ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag),
    ExAllocatePool3(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag, PVOID ExtendedParameters, ULONG ExtendedParametersCount);
VOID ExFreePool(PVOID P), ExFreePoolWithTag(PVOID P, ULONG Tag),
    ExFreePool2(PVOID P, ULONG Tag, PVOID ExtendedParameters, ULONG ExtendedParametersCount),
    ExInitializeDriverRuntime(ULONG RuntimeFlags);
#define DrvRtPoolNxOptIn 1
VOID ExInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth),
    ExInitializePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside, PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth);
NTSTATUS ExInitializeLookasideListEx(PLOOKASIDE_LIST_EX Lookaside, PALLOCATE_FUNCTION_EX Allocate, PFREE_FUNCTION_EX Free, POOL_TYPE PoolType, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth);
PVOID ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside),
    ExAllocateFromPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside),
    ExAllocateFromLookasideListEx(PLOOKASIDE_LIST_EX Lookaside);
VOID ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry),
    ExFreeToPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry),
    ExFreeToLookasideListEx(PLOOKASIDE_LIST_EX Lookaside, PVOID Entry);
VOID ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside),
    ExDeletePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside),
    ExDeleteLookasideListEx(PLOOKASIDE_LIST_EX Lookaside), ExFlushLookasideListEx(PLOOKASIDE_LIST_EX Lookaside);
#define EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL 1
#define EX_LOOKASIDE_LIST_EX_FLAGS_FAIL_NO_RAISE 2
#ifdef __WFPLINT__
VOID RtlCopyMemory(PVOID Destination, const VOID *Source, SIZE_T Length),
    RtlMoveMemory(PVOID Destination, const VOID *Source, SIZE_T Length),
    RtlZeroMemory(PVOID Destination, SIZE_T Length), RtlFillMemory(PVOID Destination, SIZE_T Length, int Fill),
    RtlCopyBytes(PVOID Destination, const VOID *Source, SIZE_T Length),
    RtlZeroBytes(PVOID Destination, SIZE_T Length);
LOGICAL RtlEqualMemory(const VOID *Source1, const VOID *Source2, SIZE_T Length);
#else
#define RtlCopyMemory(to, from, size) memcpy(to, from, size)
#define RtlMoveMemory(to, from, size) memmove(to, from, size)
#define RtlZeroMemory(to, size) memset(to, 0, size)
#define RtlFillMemory(to, size, fill) memset(to, fill, size)
#define RtlCopyBytes RtlCopyMemory
#define RtlZeroBytes RtlZeroMemory
#define RtlEqualMemory(a, b, size) (!memcmp(a, b, size))
#endif
VOID RtlCopyMemoryNonTemporal(PVOID Destination, const VOID *Source, SIZE_T Length);
PVOID RtlSecureZeroMemory(PVOID Pointer, SIZE_T Size);
SIZE_T RtlCompareMemory(const VOID *Source1, const VOID *Source2, SIZE_T Length);
PMDL IoAllocateMdl(PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer, BOOLEAN ChargeQuota, PIRP Irp),
    MmCreateMdl(PMDL Mdl, PVOID Base, SIZE_T Length);
VOID IoFreeMdl(PMDL Mdl), IoBuildPartialMdl(PMDL SourceMdl, PMDL TargetMdl, PVOID VirtualAddress, ULONG Length),
    MmBuildMdlForNonPagedPool(PMDL Mdl),
    MmProbeAndLockPages(PMDL Mdl, KPROCESSOR_MODE AccessMode, LOCK_OPERATION Operation), MmUnlockPages(PMDL Mdl),
    MmUnmapLockedPages(PVOID BaseAddress, PMDL Mdl), MmInitializeMdl(PMDL Mdl, PVOID BaseVa, SIZE_T Length),
    MmPrepareMdlForReuse(PMDL Mdl), MmFreePagesFromMdl(PMDL Mdl);
PVOID MmGetSystemAddressForMdlSafe(PMDL Mdl, ULONG Priority), MmGetSystemAddressForMdl(PMDL Mdl),
    MmGetMdlVirtualAddress(PMDL Mdl), MmMapLockedPages(PMDL Mdl, KPROCESSOR_MODE AccessMode),
    MmMapLockedPagesSpecifyCache(PMDL Mdl, KPROCESSOR_MODE AccessMode, MEMORY_CACHING_TYPE CacheType, PVOID RequestedAddress, ULONG BugCheckOnFailure, ULONG Priority),
    MmGetSystemRoutineAddress(PUNICODE_STRING SystemRoutineName);
ULONG MmGetMdlByteCount(PMDL Mdl), MmGetMdlByteOffset(PMDL Mdl);
PMDL MmAllocatePagesForMdl(PHYSICAL_ADDRESS Low, PHYSICAL_ADDRESS High, PHYSICAL_ADDRESS Skip, SIZE_T TotalBytes),
    MmAllocatePagesForMdlEx(PHYSICAL_ADDRESS Low, PHYSICAL_ADDRESS High, PHYSICAL_ADDRESS Skip, SIZE_T TotalBytes, MEMORY_CACHING_TYPE CacheType, ULONG Flags);
NTSTATUS MmProtectMdlSystemAddress(PMDL Mdl, ULONG NewProtect);
BOOLEAN MmIsAddressValid(PVOID VirtualAddress);
VOID ProbeForRead(const volatile VOID *Address, SIZE_T Length, ULONG Alignment),
    ProbeForWrite(volatile VOID *Address, SIZE_T Length, ULONG Alignment);
#define PAGED_CODE() ;
#define PAGED_CODE_LOCKED() ;
#define PAGED_ASSERT(condition) ((void)0)
PVOID MmLockPagableCodeSection(PVOID Address), MmLockPagableDataSection(PVOID Address),
    MmPageEntireDriver(PVOID Address);
VOID MmUnlockPagableImageSection(PVOID ImageSectionHandle), MmResetDriverPaging(PVOID Address);
#define BYTES_TO_PAGES(size) (((size) >> PAGE_SHIFT) + (((size) & (PAGE_SIZE - 1)) != 0))
#define ROUND_TO_PAGES(size) (((ULONG_PTR)(size) + PAGE_SIZE - 1) & ~(ULONG_PTR)(PAGE_SIZE - 1))
#define BYTE_OFFSET(address) ((ULONG)((ULONG_PTR)(address) & (PAGE_SIZE - 1)))
#define PAGE_ALIGN(address) ((PVOID)((ULONG_PTR)(address) & ~(ULONG_PTR)(PAGE_SIZE - 1)))
#define ADDRESS_AND_SIZE_TO_SPAN_PAGES(address, size) ((ULONG)(((BYTE_OFFSET(address) + (SIZE_T)(size)) + PAGE_SIZE - 1) >> PAGE_SHIFT))

/* IRPs and devices. */
PIO_STACK_LOCATION IoGetCurrentIrpStackLocation(PIRP Irp), IoGetNextIrpStackLocation(PIRP Irp);
VOID IoMarkIrpPending(PIRP Irp), IoCompleteRequest(PIRP Irp, CCHAR PriorityBoost),
    IofCompleteRequest(PIRP Irp, CCHAR PriorityBoost), IoSkipCurrentIrpStackLocation(PIRP Irp),
    IoCopyCurrentIrpStackLocationToNext(PIRP Irp), IoSetNextIrpStackLocation(PIRP Irp),
    IoSetCompletionRoutine(PIRP Irp, PIO_COMPLETION_ROUTINE CompletionRoutine, PVOID Context, BOOLEAN InvokeOnSuccess, BOOLEAN InvokeOnError, BOOLEAN InvokeOnCancel),
    IoFreeIrp(PIRP Irp), IoReuseIrp(PIRP Irp, NTSTATUS Iostatus),
    IoInitializeIrp(PIRP Irp, USHORT PacketSize, CCHAR StackSize);
NTSTATUS IoSetCompletionRoutineEx(PDEVICE_OBJECT DeviceObject, PIRP Irp, PIO_COMPLETION_ROUTINE CompletionRoutine, PVOID Context, BOOLEAN InvokeOnSuccess, BOOLEAN InvokeOnError, BOOLEAN InvokeOnCancel),
    IoCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp), IofCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp);
PDRIVER_CANCEL IoSetCancelRoutine(PIRP Irp, PDRIVER_CANCEL CancelRoutine);
BOOLEAN IoCancelIrp(PIRP Irp), IoForwardIrpSynchronously(PDEVICE_OBJECT DeviceObject, PIRP Irp);
VOID IoAcquireCancelSpinLock(PKIRQL Irql), IoReleaseCancelSpinLock(KIRQL Irql);
PIRP IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota),
    IoBuildDeviceIoControlRequest(ULONG IoControlCode, PDEVICE_OBJECT DeviceObject, PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength, BOOLEAN InternalDeviceIoControl, PKEVENT Event, PIO_STATUS_BLOCK IoStatusBlock),
    IoBuildSynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject, PVOID Buffer, ULONG Length, PLARGE_INTEGER StartingOffset, PKEVENT Event, PIO_STATUS_BLOCK IoStatusBlock),
    IoBuildAsynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject, PVOID Buffer, ULONG Length, PLARGE_INTEGER StartingOffset, PIO_STATUS_BLOCK IoStatusBlock);
NTSTATUS IoCreateDevice(PDRIVER_OBJECT DriverObject, ULONG DeviceExtensionSize, PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType, ULONG DeviceCharacteristics, BOOLEAN Exclusive, PDEVICE_OBJECT *DeviceObject);
NTSTATUS IoCreateDeviceSecure(PDRIVER_OBJECT DriverObject, ULONG DeviceExtensionSize, PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType, ULONG DeviceCharacteristics, BOOLEAN Exclusive, PCUNICODE_STRING DefaultSDDLString, const GUID *DeviceClassGuid, PDEVICE_OBJECT *DeviceObject);
NTSTATUS IoCreateSymbolicLink(PUNICODE_STRING SymbolicLinkName, PUNICODE_STRING DeviceName),
    IoDeleteSymbolicLink(PUNICODE_STRING SymbolicLinkName),
    IoGetDeviceObjectPointer(PUNICODE_STRING ObjectName, ACCESS_MASK DesiredAccess, PFILE_OBJECT *FileObject, PDEVICE_OBJECT *DeviceObject),
    IoRegisterShutdownNotification(PDEVICE_OBJECT DeviceObject),
    IoRegisterLastChanceShutdownNotification(PDEVICE_OBJECT DeviceObject),
    IoAttachDevice(PDEVICE_OBJECT SourceDevice, PUNICODE_STRING TargetDevice, PDEVICE_OBJECT *AttachedDevice),
    IoAllocateDriverObjectExtension(PDRIVER_OBJECT DriverObject, PVOID ClientIdentificationAddress, ULONG DriverObjectExtensionSize, PVOID *DriverObjectExtension);
VOID IoDeleteDevice(PDEVICE_OBJECT DeviceObject), IoDetachDevice(PDEVICE_OBJECT TargetDevice),
    IoUnregisterShutdownNotification(PDEVICE_OBJECT DeviceObject),
    IoRegisterBootDriverReinitialization(PDRIVER_OBJECT DriverObject, PDRIVER_REINITIALIZE Routine, PVOID Context),
    IoRegisterDriverReinitialization(PDRIVER_OBJECT DriverObject, PDRIVER_REINITIALIZE Routine, PVOID Context);
PDEVICE_OBJECT IoAttachDeviceToDeviceStack(PDEVICE_OBJECT SourceDevice, PDEVICE_OBJECT TargetDevice),
    IoGetAttachedDeviceReference(PDEVICE_OBJECT DeviceObject), IoGetRelatedDeviceObject(PFILE_OBJECT FileObject);
PVOID IoGetDriverObjectExtension(PDRIVER_OBJECT DriverObject, PVOID ClientIdentificationAddress);
typedef struct _IO_CSQ IO_CSQ, *PIO_CSQ;
typedef struct _IO_CSQ_IRP_CONTEXT { ULONG Type; PIRP Irp; PIO_CSQ Csq; } IO_CSQ_IRP_CONTEXT, *PIO_CSQ_IRP_CONTEXT;
typedef VOID IO_CSQ_INSERT_IRP(PIO_CSQ Csq, PIRP Irp), IO_CSQ_REMOVE_IRP(PIO_CSQ Csq, PIRP Irp),
    IO_CSQ_COMPLETE_CANCELED_IRP(PIO_CSQ Csq, PIRP Irp), IO_CSQ_ACQUIRE_LOCK(PIO_CSQ Csq, PKIRQL Irql),
    IO_CSQ_RELEASE_LOCK(PIO_CSQ Csq, KIRQL Irql);
typedef PIRP IO_CSQ_PEEK_NEXT_IRP(PIO_CSQ Csq, PIRP Irp, PVOID PeekContext);
struct _IO_CSQ {
  ULONG Type;
  IO_CSQ_INSERT_IRP *CsqInsertIrp;
  IO_CSQ_REMOVE_IRP *CsqRemoveIrp;
  IO_CSQ_PEEK_NEXT_IRP *CsqPeekNextIrp;
  IO_CSQ_ACQUIRE_LOCK *CsqAcquireLock;
  IO_CSQ_RELEASE_LOCK *CsqReleaseLock;
  IO_CSQ_COMPLETE_CANCELED_IRP *CsqCompleteCanceledIrp;
  PVOID ReservePointer;
  WFPLINT_MEMBERS(_IO_CSQ)
};
NTSTATUS IoCsqInitialize(PIO_CSQ Csq, IO_CSQ_INSERT_IRP *CsqInsertIrp, IO_CSQ_REMOVE_IRP *CsqRemoveIrp, IO_CSQ_PEEK_NEXT_IRP *CsqPeekNextIrp, IO_CSQ_ACQUIRE_LOCK *CsqAcquireLock, IO_CSQ_RELEASE_LOCK *CsqReleaseLock, IO_CSQ_COMPLETE_CANCELED_IRP *CsqCompleteCanceledIrp);
VOID IoCsqInsertIrp(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context);
PIRP IoCsqRemoveIrp(PIO_CSQ Csq, PIO_CSQ_IRP_CONTEXT Context), IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext);

/* Objects, handles, files, keys. */
extern const UNICODE_STRING SDDL_DEVOBJ_KERNEL_ONLY, SDDL_DEVOBJ_SYS_ALL, SDDL_DEVOBJ_SYS_ALL_ADM_ALL, SDDL_DEVOBJ_SYS_ALL_ADM_RX,
    SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R, SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R_RES_R, SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RW_RES_R,
    SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RWX_RES_RWX;
#define DIRECTORY_QUERY 1
#define DIRECTORY_TRAVERSE 2
#define SYMBOLIC_LINK_QUERY 1
#define MANUALLY_INITIATED_CRASH 0xE2
#define MANUALLY_INITIATED_CRASH1 0xDEADDEAD
typedef struct _OBJECT_NAME_INFORMATION { UNICODE_STRING Name; WFPLINT_MEMBERS(_OBJECT_NAME_INFORMATION) } OBJECT_NAME_INFORMATION, *POBJECT_NAME_INFORMATION;
NTSTATUS IoQueryFileDosDeviceName(PFILE_OBJECT FileObject, POBJECT_NAME_INFORMATION *ObjectNameInformation),
    ObQueryNameString(PVOID Object, POBJECT_NAME_INFORMATION ObjectNameInfo, ULONG Length, PULONG ReturnLength);
extern POBJECT_TYPE *ExEventObjectType, *ExSemaphoreObjectType, *IoFileObjectType, *PsProcessType, *PsThreadType, *SeTokenObjectType, *IoDriverObjectType, *IoDeviceObjectType;
typedef struct _OBJECT_HANDLE_INFORMATION { ULONG HandleAttributes; ACCESS_MASK GrantedAccess; } OBJECT_HANDLE_INFORMATION, *POBJECT_HANDLE_INFORMATION;
NTSTATUS ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, PVOID *Object, POBJECT_HANDLE_INFORMATION HandleInformation),
    ObReferenceObjectByPointer(PVOID Object, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode),
    ObOpenObjectByPointer(PVOID Object, ULONG HandleAttributes, PACCESS_STATE PassedAccessState, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, PHANDLE Handle),
    ObReferenceObjectByName(PUNICODE_STRING ObjectName, ULONG Attributes, PACCESS_STATE AccessState, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, PVOID ParseContext, PVOID *Object),
    ObCloseHandle(HANDLE Handle, KPROCESSOR_MODE PreviousMode);
LONG_PTR ObReferenceObject(PVOID Object), ObDereferenceObject(PVOID Object), ObfReferenceObject(PVOID Object),
    ObfDereferenceObject(PVOID Object), ObReferenceObjectWithTag(PVOID Object, ULONG Tag),
    ObDereferenceObjectWithTag(PVOID Object, ULONG Tag);
VOID ObDereferenceObjectDeferDelete(PVOID Object);
NTSTATUS ZwClose(HANDLE Handle);
NTSTATUS ZwCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock, PLARGE_INTEGER AllocationSize, ULONG FileAttributes, ULONG ShareAccess, ULONG CreateDisposition, ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength),
    ZwOpenFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock, ULONG ShareAccess, ULONG OpenOptions);
NTSTATUS ZwReadFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length, PLARGE_INTEGER ByteOffset, PULONG Key),
    ZwWriteFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length, PLARGE_INTEGER ByteOffset, PULONG Key),
    ZwFlushBuffersFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock),
    ZwDeleteFile(POBJECT_ATTRIBUTES ObjectAttributes);
typedef enum _FILE_INFORMATION_CLASS { FileDirectoryInformation = 1, FileFullDirectoryInformation, FileBothDirectoryInformation, FileBasicInformation, FileStandardInformation, FileInternalInformation, FileEaInformation, FileAccessInformation, FileNameInformation, FileRenameInformation, FileLinkInformation, FileNamesInformation, FileDispositionInformation, FilePositionInformation, FileFullEaInformation, FileModeInformation, FileAlignmentInformation, FileAllInformation, FileAllocationInformation, FileEndOfFileInformation, FileNetworkOpenInformation = 34, FileNormalizedNameInformation = 48 } FILE_INFORMATION_CLASS, *PFILE_INFORMATION_CLASS;
typedef enum _FSINFOCLASS { FileFsVolumeInformation = 1, FileFsLabelInformation, FileFsSizeInformation, FileFsDeviceInformation, FileFsAttributeInformation } FS_INFORMATION_CLASS;
typedef struct _FILE_STANDARD_INFORMATION { LARGE_INTEGER AllocationSize, EndOfFile; ULONG NumberOfLinks; BOOLEAN DeletePending, Directory; } FILE_STANDARD_INFORMATION, *PFILE_STANDARD_INFORMATION;
typedef struct _FILE_BASIC_INFORMATION { LARGE_INTEGER CreationTime, LastAccessTime, LastWriteTime, ChangeTime; ULONG FileAttributes; } FILE_BASIC_INFORMATION, *PFILE_BASIC_INFORMATION;
typedef struct _FILE_POSITION_INFORMATION { LARGE_INTEGER CurrentByteOffset; } FILE_POSITION_INFORMATION, *PFILE_POSITION_INFORMATION;
typedef struct _FILE_NAME_INFORMATION { ULONG FileNameLength; WCHAR FileName[1]; } FILE_NAME_INFORMATION, *PFILE_NAME_INFORMATION;
typedef struct _FILE_END_OF_FILE_INFORMATION { LARGE_INTEGER EndOfFile; } FILE_END_OF_FILE_INFORMATION, *PFILE_END_OF_FILE_INFORMATION;
NTSTATUS ZwQueryInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS FileInformationClass),
    ZwSetInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS FileInformationClass);
NTSTATUS ZwQueryVolumeInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock, PVOID FsInformation, ULONG Length, FS_INFORMATION_CLASS FsInformationClass);
NTSTATUS ZwDeviceIoControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, ULONG IoControlCode, PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength),
    ZwFsControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, ULONG FsControlCode, PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength);
typedef enum _KEY_VALUE_INFORMATION_CLASS { KeyValueBasicInformation, KeyValueFullInformation, KeyValuePartialInformation } KEY_VALUE_INFORMATION_CLASS;
typedef enum _KEY_INFORMATION_CLASS { KeyBasicInformation, KeyNodeInformation, KeyFullInformation, KeyNameInformation } KEY_INFORMATION_CLASS;
typedef struct _KEY_VALUE_PARTIAL_INFORMATION { ULONG TitleIndex, Type, DataLength; UCHAR Data[1]; } KEY_VALUE_PARTIAL_INFORMATION, *PKEY_VALUE_PARTIAL_INFORMATION;
typedef struct _KEY_VALUE_FULL_INFORMATION { ULONG TitleIndex, Type, DataOffset, DataLength, NameLength; WCHAR Name[1]; } KEY_VALUE_FULL_INFORMATION, *PKEY_VALUE_FULL_INFORMATION;
typedef struct _KEY_BASIC_INFORMATION { LARGE_INTEGER LastWriteTime; ULONG TitleIndex, NameLength; WCHAR Name[1]; } KEY_BASIC_INFORMATION, *PKEY_BASIC_INFORMATION;
#define REG_NONE 0
#define REG_SZ 1
#define REG_EXPAND_SZ 2
#define REG_BINARY 3
#define REG_DWORD 4
#define REG_MULTI_SZ 7
#define REG_QWORD 11
#define REG_OPTION_NON_VOLATILE 0
#define REG_OPTION_VOLATILE 1
#define KEY_QUERY_VALUE 1
#define KEY_SET_VALUE 2
#define KEY_CREATE_SUB_KEY 4
#define KEY_ENUMERATE_SUB_KEYS 8
#define KEY_NOTIFY 0x10
#define KEY_READ 0x20019
#define KEY_WRITE 0x20006
#define KEY_ALL_ACCESS 0xF003F
NTSTATUS ZwOpenKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes),
    ZwCreateKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, ULONG TitleIndex, PUNICODE_STRING Class, ULONG CreateOptions, PULONG Disposition),
    ZwQueryValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName, KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass, PVOID KeyValueInformation, ULONG Length, PULONG ResultLength),
    ZwSetValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName, ULONG TitleIndex, ULONG Type, PVOID Data, ULONG DataSize),
    ZwDeleteValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName), ZwDeleteKey(HANDLE KeyHandle),
    ZwFlushKey(HANDLE KeyHandle),
    ZwEnumerateKey(HANDLE KeyHandle, ULONG Index, KEY_INFORMATION_CLASS KeyInformationClass, PVOID KeyInformation, ULONG Length, PULONG ResultLength),
    ZwEnumerateValueKey(HANDLE KeyHandle, ULONG Index, KEY_VALUE_INFORMATION_CLASS Class, PVOID Information, ULONG Length, PULONG ResultLength),
    ZwQueryKey(HANDLE KeyHandle, KEY_INFORMATION_CLASS KeyInformationClass, PVOID KeyInformation, ULONG Length, PULONG ResultLength);
NTSTATUS ZwOpenDirectoryObject(PHANDLE DirectoryHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes),
    ZwOpenSymbolicLinkObject(PHANDLE LinkHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes),
    ZwQuerySymbolicLinkObject(HANDLE LinkHandle, PUNICODE_STRING LinkTarget, PULONG ReturnedLength),
    ZwOpenEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes),
    ZwCreateEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, EVENT_TYPE EventType, BOOLEAN InitialState),
    ZwSetEvent(HANDLE EventHandle, PLONG PreviousState),
    ZwOpenProcess(PHANDLE ProcessHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, PCLIENT_ID ClientId),
    ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout),
    ZwCreateSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, PLARGE_INTEGER MaximumSize, ULONG SectionPageProtection, ULONG AllocationAttributes, HANDLE FileHandle),
    ZwUnmapViewOfSection(HANDLE ProcessHandle, PVOID BaseAddress);
PKEVENT IoCreateNotificationEvent(PUNICODE_STRING EventName, PHANDLE EventHandle),
    IoCreateSynchronizationEvent(PUNICODE_STRING EventName, PHANDLE EventHandle);
#define NtCurrentProcess() ((HANDLE)(LONG_PTR)-1)
#define ZwCurrentProcess() NtCurrentProcess()
#define NtCurrentThread() ((HANDLE)(LONG_PTR)-2)
#define ZwCurrentThread() NtCurrentThread()
#define PO_CB_SYSTEM_POWER_POLICY 0
#define PO_CB_AC_STATUS 1
#define PO_CB_SYSTEM_STATE_LOCK 3
typedef VOID CALLBACK_FUNCTION(PVOID CallbackContext, PVOID Argument1, PVOID Argument2);
typedef CALLBACK_FUNCTION *PCALLBACK_FUNCTION;
NTSTATUS ExCreateCallback(PCALLBACK_OBJECT *CallbackObject, POBJECT_ATTRIBUTES ObjectAttributes, BOOLEAN Create, BOOLEAN AllowMultipleCallbacks),
    ExUuidCreate(GUID *Uuid);
PVOID ExRegisterCallback(PCALLBACK_OBJECT CallbackObject, PCALLBACK_FUNCTION CallbackFunction, PVOID CallbackContext);
VOID ExUnregisterCallback(PVOID CallbackRegistration),
    ExNotifyCallback(PVOID CallbackObject, PVOID Argument1, PVOID Argument2), ExRaiseStatus(NTSTATUS Status),
    ExRaiseAccessViolation(VOID), ExRaiseDatatypeMisalignment(VOID);
KPROCESSOR_MODE ExGetPreviousMode(VOID);

/* Strings and numbers. */
VOID RtlInitUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString),
    RtlInitAnsiString(PANSI_STRING DestinationString, PCSZ SourceString),
    RtlInitString(PSTRING DestinationString, PCSZ SourceString),
    RtlInitEmptyUnicodeString(PUNICODE_STRING UnicodeString, PWCHAR Buffer, USHORT BufferSize),
    RtlInitEmptyAnsiString(PANSI_STRING AnsiString, PCHAR Buffer, USHORT BufferSize),
    RtlCopyUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString),
    RtlCopyString(PSTRING DestinationString, const STRING *SourceString),
    RtlFreeUnicodeString(PUNICODE_STRING UnicodeString), RtlFreeAnsiString(PANSI_STRING AnsiString),
    RtlEraseUnicodeString(PUNICODE_STRING String);
LONG RtlCompareUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive),
    RtlCompareString(const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive);
BOOLEAN RtlEqualUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive),
    RtlEqualString(const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive),
    RtlPrefixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive),
    RtlSuffixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive),
    RtlCreateUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString);
NTSTATUS RtlInitUnicodeStringEx(PUNICODE_STRING DestinationString, PCWSTR SourceString),
    RtlAppendUnicodeStringToString(PUNICODE_STRING Destination, PCUNICODE_STRING Source),
    RtlAppendUnicodeToString(PUNICODE_STRING Destination, PCWSTR Source),
    RtlAnsiStringToUnicodeString(PUNICODE_STRING DestinationString, PCANSI_STRING SourceString, BOOLEAN AllocateDestinationString),
    RtlUnicodeStringToAnsiString(PANSI_STRING DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString),
    RtlUpcaseUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString),
    RtlDowncaseUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString),
    RtlUnicodeStringToInteger(PCUNICODE_STRING String, ULONG Base, PULONG Value),
    RtlIntegerToUnicodeString(ULONG Value, ULONG Base, PUNICODE_STRING String),
    RtlInt64ToUnicodeString(ULONGLONG Value, ULONG Base, PUNICODE_STRING String),
    RtlStringFromGUID(REFGUID Guid, PUNICODE_STRING GuidString),
    RtlGUIDFromString(PCUNICODE_STRING GuidString, GUID *Guid),
    RtlUnicodeToMultiByteN(PCHAR MultiByteString, ULONG MaxBytes, PULONG Bytes, PCWCH UnicodeString, ULONG BytesInUnicodeString),
    RtlMultiByteToUnicodeN(PWCH UnicodeString, ULONG MaxBytes, PULONG Bytes, const CHAR *MultiByteString, ULONG BytesInMultiByteString),
    RtlUnicodeToUTF8N(PCHAR Destination, ULONG MaxBytes, PULONG Bytes, PCWCH Source, ULONG SourceBytes),
    RtlUTF8ToUnicodeN(PWSTR Destination, ULONG MaxBytes, PULONG Bytes, const CHAR *Source, ULONG SourceBytes),
    RtlGetVersion(PRTL_OSVERSIONINFOW Information),
    RtlDuplicateUnicodeString(ULONG Flags, PCUNICODE_STRING StringIn, PUNICODE_STRING StringOut),
    RtlHashUnicodeString(PCUNICODE_STRING String, BOOLEAN CaseInSensitive, ULONG Algorithm, PULONG HashValue),
    RtlCharToInteger(PCSZ String, ULONG Base, PULONG Value);
WCHAR RtlUpcaseUnicodeChar(WCHAR SourceCharacter), RtlDowncaseUnicodeChar(WCHAR SourceCharacter);
CHAR RtlUpperChar(CHAR Character);
USHORT RtlUshortByteSwap(USHORT Source);
ULONG RtlUlongByteSwap(ULONG Source), RtlRandom(PULONG Seed), RtlRandomEx(PULONG Seed),
    RtlUnicodeStringToAnsiSize(PCUNICODE_STRING String), RtlAnsiStringToUnicodeSize(PCANSI_STRING String);
ULONGLONG RtlUlonglongByteSwap(ULONGLONG Source);
VOID RtlTimeToTimeFields(PLARGE_INTEGER Time, PTIME_FIELDS TimeFields);
BOOLEAN RtlTimeFieldsToTime(PTIME_FIELDS TimeFields, PLARGE_INTEGER Time), RtlIsNtDdiVersionAvailable(ULONG Version);
LARGE_INTEGER RtlConvertLongToLargeInteger(LONG Value), RtlConvertUlongToLargeInteger(ULONG Value);
typedef struct _RTL_BITMAP { ULONG SizeOfBitMap; PULONG Buffer; WFPLINT_MEMBERS(_RTL_BITMAP) } RTL_BITMAP, *PRTL_BITMAP;
VOID RtlInitializeBitMap(PRTL_BITMAP BitMap, PULONG Buffer, ULONG Size), RtlClearAllBits(PRTL_BITMAP BitMap),
    RtlSetAllBits(PRTL_BITMAP BitMap), RtlSetBit(PRTL_BITMAP BitMap, ULONG Bit),
    RtlClearBit(PRTL_BITMAP BitMap, ULONG Bit), RtlSetBits(PRTL_BITMAP BitMap, ULONG Start, ULONG Count),
    RtlClearBits(PRTL_BITMAP BitMap, ULONG Start, ULONG Count);
ULONG RtlFindClearBitsAndSet(PRTL_BITMAP BitMap, ULONG Count, ULONG Hint), RtlNumberOfSetBits(PRTL_BITMAP BitMap);
BOOLEAN RtlTestBit(PRTL_BITMAP BitMap, ULONG Bit), RtlCheckBit(PRTL_BITMAP BitMap, ULONG Bit);

/* Traces. */
ULONG DbgPrint(PCSTR Format, ...), DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...),
    vDbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, va_list List);
VOID DbgBreakPoint(VOID), RtlAssert(PVOID FailedAssertion, PVOID FileName, ULONG LineNumber, PSTR Message);
#define KdPrint(list) DbgPrint list
#define KdPrintEx(list) DbgPrintEx list
#define KdBreakPoint() DbgBreakPoint()
/* A free build tests nothing. What is asserted of a const parameter is taken for a promise of the caller. */
#ifdef _WIN32
void WfplintAssume(int condition);
#define WFPLINT_ASSERT(condition) WfplintAssume(!!(condition))
#else
#define WFPLINT_ASSERT(condition) ((void)0)
#endif
#define ASSERT(condition) WFPLINT_ASSERT(condition)
#define ASSERTMSG(text, condition) WFPLINT_ASSERT(condition)
#define NT_ASSERT(condition) WFPLINT_ASSERT(condition)
#define NT_ASSERTMSG(text, condition) WFPLINT_ASSERT(condition)
#define NT_ASSERT_ASSUME NT_ASSERT
#define NT_VERIFY(condition) ((void)(condition))
#define NT_ANALYSIS_ASSUME(condition) WFPLINT_ASSERT(condition)
#define NT_FRE_ASSERT NT_ASSERT
#define RTL_VERIFY NT_VERIFY
#define RTL_SOFT_ASSERT NT_ASSERT
#define RTL_SOFT_VERIFY NT_VERIFY
#define DPFLTR_SYSTEM_ID 0
#define DPFLTR_IHVDRIVER_ID 77
#define DPFLTR_IHVNETWORK_ID 87
#define DPFLTR_DEFAULT_ID 101
#define DPFLTR_ERROR_LEVEL 0
#define DPFLTR_WARNING_LEVEL 1
#define DPFLTR_TRACE_LEVEL 2
#define DPFLTR_INFO_LEVEL 3
#define DPFLTR_MASK 0x80000000

typedef VOID (*PCREATE_PROCESS_NOTIFY_ROUTINE)(HANDLE ParentId, HANDLE ProcessId, BOOLEAN Create);
typedef struct _IO_ERROR_LOG_PACKET { UCHAR MajorFunctionCode, RetryCount; USHORT DumpDataSize, NumberOfStrings, StringOffset, EventCategory; NTSTATUS ErrorCode; ULONG UniqueErrorValue; NTSTATUS FinalStatus; ULONG SequenceNumber, IoControlCode; LARGE_INTEGER DeviceOffset; ULONG DumpData[1]; WFPLINT_MEMBERS(_IO_ERROR_LOG_PACKET) } IO_ERROR_LOG_PACKET, *PIO_ERROR_LOG_PACKET;
#define ERROR_LOG_MAXIMUM_SIZE 0xf0
PVOID IoAllocateErrorLogEntry(PVOID IoObject, UCHAR EntrySize);
VOID IoWriteErrorLogEntry(PVOID ElEntry), IoFreeErrorLogEntry(PVOID ElEntry);
EXTERN_C_END
#if defined(__cplusplus) || !defined(__WFPLINT__)
#include "wdm_rare.h"
#endif
#endif
