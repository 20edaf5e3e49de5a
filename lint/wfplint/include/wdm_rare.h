/* What few drivers call. In C a checker does without: there an undeclared function costs nothing and loses only the
   type of its result. */
#ifndef WFPLINT_WDM_RARE_H
#define WFPLINT_WDM_RARE_H
#include "wdm.h"
EXTERN_C_START
/* Spin locks, push locks, resources. */
VOID KefAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock), KefReleaseSpinLockFromDpcLevel(PKSPIN_LOCK SpinLock);
VOID KeAcquireInStackQueuedSpinLockRaiseToSynch(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle);
typedef struct _KINTERRUPT *PKINTERRUPT;
typedef BOOLEAN KSYNCHRONIZE_ROUTINE(PVOID SynchronizeContext);
KIRQL KeAcquireInterruptSpinLock(PKINTERRUPT Interrupt), KfRaiseIrql(KIRQL NewIrql);
VOID KeReleaseInterruptSpinLock(PKINTERRUPT Interrupt, KIRQL OldIrql), KfLowerIrql(KIRQL NewIrql);
BOOLEAN KeSynchronizeExecution(PKINTERRUPT Interrupt, KSYNCHRONIZE_ROUTINE *Routine, PVOID SynchronizeContext);
VOID ExfAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock), ExfAcquirePushLockShared(PEX_PUSH_LOCK PushLock),
    ExfReleasePushLock(PEX_PUSH_LOCK PushLock), ExfReleasePushLockExclusive(PEX_PUSH_LOCK PushLock),
    ExfReleasePushLockShared(PEX_PUSH_LOCK PushLock);
VOID FltInitializePushLock(PEX_PUSH_LOCK PushLock), FltDeletePushLock(PEX_PUSH_LOCK PushLock),
    FltAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock), FltAcquirePushLockShared(PEX_PUSH_LOCK PushLock),
    FltReleasePushLock(PEX_PUSH_LOCK PushLock), FltAcquirePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags),
    FltAcquirePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags),
    FltReleasePushLockEx(PEX_PUSH_LOCK PushLock, ULONG Flags), FltAcquireResourceExclusive(PERESOURCE Resource),
    FltAcquireResourceShared(PERESOURCE Resource), FltReleaseResource(PERESOURCE Resource);
BOOLEAN ExAcquireResourceExclusive(PERESOURCE Resource, BOOLEAN Wait),
    ExAcquireResourceShared(PERESOURCE Resource, BOOLEAN Wait);
VOID ExReleaseResource(PERESOURCE Resource), ExEnterCriticalRegionAndAcquireFastMutexUnsafe(PFAST_MUTEX FastMutex),
    ExReleaseFastMutexUnsafeAndLeaveCriticalRegion(PFAST_MUTEX FastMutex);
PVOID ExEnterCriticalRegionAndAcquireSharedWaitForExclusive(PERESOURCE Resource);

/* Rundown, by its older names. */
VOID ExfInitializeRundownProtection(PEX_RUNDOWN_REF RunRef), ExfReInitializeRundownProtection(PEX_RUNDOWN_REF RunRef),
    ExfReleaseRundownProtection(PEX_RUNDOWN_REF RunRef),
    ExfReleaseRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count),
    ExfWaitForRundownProtectionRelease(PEX_RUNDOWN_REF RunRef), ExfRundownCompleted(PEX_RUNDOWN_REF RunRef),
    ExfReleaseRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef),
    ExfReleaseRundownProtectionCacheAwareEx(PEX_RUNDOWN_REF_CACHE_AWARE RunRef, ULONG Count),
    ExfWaitForRundownProtectionReleaseCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef),
    ExfRundownCompletedCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef);
BOOLEAN ExfAcquireRundownProtection(PEX_RUNDOWN_REF RunRef),
    ExfAcquireRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count),
    ExfAcquireRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRef),
    ExfAcquireRundownProtectionCacheAwareEx(PEX_RUNDOWN_REF_CACHE_AWARE RunRef, ULONG Count);

/* Deferred work. */
typedef VOID KNORMAL_ROUTINE(PVOID NormalContext, PVOID SystemArgument1, PVOID SystemArgument2);
typedef KNORMAL_ROUTINE *PKNORMAL_ROUTINE;
typedef VOID KKERNEL_ROUTINE(PKAPC Apc, PKNORMAL_ROUTINE *NormalRoutine, PVOID *NormalContext, PVOID *SystemArgument1, PVOID *SystemArgument2),
    KRUNDOWN_ROUTINE(PKAPC Apc);
typedef ULONG_PTR KIPI_BROADCAST_WORKER(ULONG_PTR Argument);
VOID KeInitializeApc(PRKAPC Apc, PRKTHREAD Thread, ULONG Environment, KKERNEL_ROUTINE *KernelRoutine, KRUNDOWN_ROUTINE *RundownRoutine, PKNORMAL_ROUTINE NormalRoutine, KPROCESSOR_MODE ProcessorMode, PVOID NormalContext);
BOOLEAN KeInsertQueueApc(PRKAPC Apc, PVOID SystemArgument1, PVOID SystemArgument2, KPRIORITY Increment);
ULONG_PTR KeIpiGenericCall(KIPI_BROADCAST_WORKER *BroadcastFunction, ULONG_PTR Context);
BOOLEAN ExTryQueueWorkItem(PWORK_QUEUE_ITEM WorkItem, WORK_QUEUE_TYPE QueueType),
    KeRegisterBugCheckCallback(PVOID CallbackRecord, PVOID CallbackRoutine, PVOID Buffer, ULONG Length, PUCHAR Component),
    KeRegisterBugCheckReasonCallback(PVOID CallbackRecord, PVOID CallbackRoutine, ULONG Reason, PUCHAR Component);
VOID KeMemoryBarrierWithoutFence(VOID), KeYieldProcessorEx(PULONG Count);
ULONG KeQueryMaximumProcessorCount(VOID), KeQueryRuntimeThread(PKTHREAD Thread, PULONG UserTime);

/* Lists and memory. */
VOID InsertHeadListNoFence(PLIST_ENTRY ListHead, PLIST_ENTRY Entry),
    InsertTailListNoFence(PLIST_ENTRY ListHead, PLIST_ENTRY Entry), RtlInitializeListHead(PLIST_ENTRY ListHead),
    RtlInitializeSListHead(PSLIST_HEADER ListHead);
BOOLEAN IsListEmptyNoFence(const LIST_ENTRY *ListHead), RemoveEntryListUnsafe(PLIST_ENTRY Entry),
    RtlpRemoveEntryListUnsafe(PLIST_ENTRY Entry);
PSLIST_ENTRY ExpInterlockedPopEntrySList(PSLIST_HEADER ListHead),
    ExpInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY Entry),
    RtlInterlockedPopEntrySList(PSLIST_HEADER ListHead),
    RtlInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY Entry),
    RtlInterlockedFlushSList(PSLIST_HEADER ListHead), RtlFirstEntrySList(const SLIST_HEADER *ListHead);
USHORT RtlQueryDepthSList(PSLIST_HEADER ListHead);
ULONG ExInterlockedAddUlong(PULONG Addend, ULONG Increment, PKSPIN_LOCK Lock);
LARGE_INTEGER ExInterlockedAddLargeInteger(PLARGE_INTEGER Addend, LARGE_INTEGER Increment, PKSPIN_LOCK Lock);
UCHAR InterlockedCompareExchange128(LONG64 volatile *Destination, LONG64 ExchangeHigh, LONG64 ExchangeLow, LONG64 *Comparand);
CHAR InterlockedCompareExchange8(CHAR volatile *Destination, CHAR Exchange, CHAR Comparand),
    InterlockedExchangeAdd8(CHAR volatile *Addend, CHAR Value),
    InterlockedXor8(CHAR volatile *Destination, CHAR Value);
SHORT InterlockedExchangeAdd16(SHORT volatile *Addend, SHORT Value),
    InterlockedXor16(SHORT volatile *Destination, SHORT Value);
LONG64 InterlockedXor64(LONG64 volatile *Destination, LONG64 Value);
BOOLEAN InterlockedBitTestAndSet64(LONG64 volatile *Base, LONG64 Bit),
    InterlockedBitTestAndReset64(LONG64 volatile *Base, LONG64 Bit);
ULONG RtlInterlockedSetBit(PRTL_BITMAP BitMap, ULONG Bit), RtlInterlockedClearBit(PRTL_BITMAP BitMap, ULONG Bit);
LONG InterlockedSetBit(LONG volatile *Base, LONG Bit), InterlockedClearBit(LONG volatile *Base, LONG Bit),
    InterlockedOrAffinity(KAFFINITY volatile *Destination, KAFFINITY Value),
    InterlockedAndAffinity(KAFFINITY volatile *Destination, KAFFINITY Value);
PVOID ExAllocatePoolWithQuota(POOL_TYPE PoolType, SIZE_T NumberOfBytes),
    ExAllocatePoolPriorityUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, EX_POOL_PRIORITY Priority),
    FltAllocatePoolAlignedWithTag(PVOID Instance, POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag),
    MmAllocateContiguousMemorySpecifyCache(SIZE_T NumberOfBytes, PHYSICAL_ADDRESS Lowest, PHYSICAL_ADDRESS Highest, PHYSICAL_ADDRESS Boundary, MEMORY_CACHING_TYPE CacheType),
    FltAllocateGenericWorkItem(VOID), FltAllocateDeferredIoWorkItem(VOID), FltGetRoutineAddress(PCSTR Name);
VOID FltFreePoolAlignedWithTag(PVOID Instance, PVOID Buffer, ULONG Tag),
    MmFreeNonCachedMemory(PVOID BaseAddress, SIZE_T NumberOfBytes), FltFreeGenericWorkItem(PVOID WorkItem),
    FltFreeDeferredIoWorkItem(PVOID WorkItem);
NTSTATUS FltQueueGenericWorkItem(PVOID WorkItem, PVOID FltObject, PVOID WorkerRoutine, WORK_QUEUE_TYPE QueueType, PVOID Context);
ULONG_PTR *MmGetMdlPfnArray(PMDL Mdl);
VOID RtlCopyVolatileMemory(volatile VOID *Destination, const volatile VOID *Source, SIZE_T Length),
    RtlZeroVolatileMemory(volatile VOID *Destination, SIZE_T Length),
    RtlZeroDeviceMemory(volatile VOID *Destination, SIZE_T Length),
    RtlCopyDeviceMemory(volatile VOID *Destination, const volatile VOID *Source, SIZE_T Length),
    RtlFillBytes(PVOID Destination, SIZE_T Length, UCHAR Fill),
    RtlCopyFromUser(VOID *Destination, const VOID *Source, SIZE_T Length),
    RtlCopyToUser(VOID *Destination, const VOID *Source, SIZE_T Length);
SIZE_T RtlCompareBytes(const VOID *Source1, const VOID *Source2, SIZE_T Length);
BOOLEAN RtlIsZeroMemory(PVOID Buffer, SIZE_T Length);
PVOID SecureZeroMemory(PVOID Pointer, SIZE_T Size);

/* Variants of atomic operations that differ in ordering alone. */
LONG InterlockedIncrementAcquire(LONG volatile *Target),
    InterlockedIncrementRelease(LONG volatile *Target),
    InterlockedIncrementNoFence(LONG volatile *Target),
    InterlockedDecrementAcquire(LONG volatile *Target),
    InterlockedDecrementRelease(LONG volatile *Target),
    InterlockedDecrementNoFence(LONG volatile *Target),
    InterlockedExchangeAcquire(LONG volatile *Target, LONG Value),
    InterlockedExchangeRelease(LONG volatile *Target, LONG Value),
    InterlockedExchangeNoFence(LONG volatile *Target, LONG Value),
    InterlockedExchangeAddAcquire(LONG volatile *Target, LONG Value),
    InterlockedExchangeAddRelease(LONG volatile *Target, LONG Value),
    InterlockedExchangeAddNoFence(LONG volatile *Target, LONG Value),
    InterlockedAddAcquire(LONG volatile *Target, LONG Value),
    InterlockedAddRelease(LONG volatile *Target, LONG Value),
    InterlockedAddNoFence(LONG volatile *Target, LONG Value),
    InterlockedOrAcquire(LONG volatile *Target, LONG Value),
    InterlockedOrRelease(LONG volatile *Target, LONG Value),
    InterlockedOrNoFence(LONG volatile *Target, LONG Value),
    InterlockedAndAcquire(LONG volatile *Target, LONG Value),
    InterlockedAndRelease(LONG volatile *Target, LONG Value),
    InterlockedAndNoFence(LONG volatile *Target, LONG Value),
    InterlockedXorAcquire(LONG volatile *Target, LONG Value),
    InterlockedXorRelease(LONG volatile *Target, LONG Value),
    InterlockedXorNoFence(LONG volatile *Target, LONG Value),
    InterlockedCompareExchangeAcquire(LONG volatile *Target, LONG Exchange, LONG Comparand),
    InterlockedCompareExchangeRelease(LONG volatile *Target, LONG Exchange, LONG Comparand),
    InterlockedCompareExchangeNoFence(LONG volatile *Target, LONG Exchange, LONG Comparand);
LONG64 InterlockedIncrement64Acquire(LONG64 volatile *Target),
    InterlockedIncrement64Release(LONG64 volatile *Target),
    InterlockedIncrement64NoFence(LONG64 volatile *Target),
    InterlockedDecrement64Acquire(LONG64 volatile *Target),
    InterlockedDecrement64Release(LONG64 volatile *Target),
    InterlockedDecrement64NoFence(LONG64 volatile *Target),
    InterlockedExchange64Acquire(LONG64 volatile *Target, LONG64 Value),
    InterlockedExchange64Release(LONG64 volatile *Target, LONG64 Value),
    InterlockedExchange64NoFence(LONG64 volatile *Target, LONG64 Value),
    InterlockedExchangeAdd64Acquire(LONG64 volatile *Target, LONG64 Value),
    InterlockedExchangeAdd64Release(LONG64 volatile *Target, LONG64 Value),
    InterlockedExchangeAdd64NoFence(LONG64 volatile *Target, LONG64 Value),
    InterlockedAdd64Acquire(LONG64 volatile *Target, LONG64 Value),
    InterlockedAdd64Release(LONG64 volatile *Target, LONG64 Value),
    InterlockedAdd64NoFence(LONG64 volatile *Target, LONG64 Value),
    InterlockedOr64Acquire(LONG64 volatile *Target, LONG64 Value),
    InterlockedOr64Release(LONG64 volatile *Target, LONG64 Value),
    InterlockedOr64NoFence(LONG64 volatile *Target, LONG64 Value),
    InterlockedAnd64Acquire(LONG64 volatile *Target, LONG64 Value),
    InterlockedAnd64Release(LONG64 volatile *Target, LONG64 Value),
    InterlockedAnd64NoFence(LONG64 volatile *Target, LONG64 Value),
    InterlockedXor64Acquire(LONG64 volatile *Target, LONG64 Value),
    InterlockedXor64Release(LONG64 volatile *Target, LONG64 Value),
    InterlockedXor64NoFence(LONG64 volatile *Target, LONG64 Value),
    InterlockedCompareExchange64Acquire(LONG64 volatile *Target, LONG64 Exchange, LONG64 Comparand),
    InterlockedCompareExchange64Release(LONG64 volatile *Target, LONG64 Exchange, LONG64 Comparand),
    InterlockedCompareExchange64NoFence(LONG64 volatile *Target, LONG64 Exchange, LONG64 Comparand);
SHORT InterlockedIncrement16Acquire(SHORT volatile *Target),
    InterlockedIncrement16Release(SHORT volatile *Target),
    InterlockedIncrement16NoFence(SHORT volatile *Target),
    InterlockedDecrement16Acquire(SHORT volatile *Target),
    InterlockedDecrement16Release(SHORT volatile *Target),
    InterlockedDecrement16NoFence(SHORT volatile *Target),
    InterlockedExchange16Acquire(SHORT volatile *Target, SHORT Value),
    InterlockedExchange16Release(SHORT volatile *Target, SHORT Value),
    InterlockedExchange16NoFence(SHORT volatile *Target, SHORT Value),
    InterlockedExchangeAdd16Acquire(SHORT volatile *Target, SHORT Value),
    InterlockedExchangeAdd16Release(SHORT volatile *Target, SHORT Value),
    InterlockedExchangeAdd16NoFence(SHORT volatile *Target, SHORT Value),
    InterlockedOr16Acquire(SHORT volatile *Target, SHORT Value),
    InterlockedOr16Release(SHORT volatile *Target, SHORT Value),
    InterlockedOr16NoFence(SHORT volatile *Target, SHORT Value),
    InterlockedAnd16Acquire(SHORT volatile *Target, SHORT Value),
    InterlockedAnd16Release(SHORT volatile *Target, SHORT Value),
    InterlockedAnd16NoFence(SHORT volatile *Target, SHORT Value),
    InterlockedXor16Acquire(SHORT volatile *Target, SHORT Value),
    InterlockedXor16Release(SHORT volatile *Target, SHORT Value),
    InterlockedXor16NoFence(SHORT volatile *Target, SHORT Value),
    InterlockedCompareExchange16Acquire(SHORT volatile *Target, SHORT Exchange, SHORT Comparand),
    InterlockedCompareExchange16Release(SHORT volatile *Target, SHORT Exchange, SHORT Comparand),
    InterlockedCompareExchange16NoFence(SHORT volatile *Target, SHORT Exchange, SHORT Comparand);
CHAR InterlockedExchange8Acquire(CHAR volatile *Target, CHAR Value),
    InterlockedExchange8Release(CHAR volatile *Target, CHAR Value),
    InterlockedExchange8NoFence(CHAR volatile *Target, CHAR Value),
    InterlockedExchangeAdd8Acquire(CHAR volatile *Target, CHAR Value),
    InterlockedExchangeAdd8Release(CHAR volatile *Target, CHAR Value),
    InterlockedExchangeAdd8NoFence(CHAR volatile *Target, CHAR Value),
    InterlockedOr8Acquire(CHAR volatile *Target, CHAR Value),
    InterlockedOr8Release(CHAR volatile *Target, CHAR Value),
    InterlockedOr8NoFence(CHAR volatile *Target, CHAR Value),
    InterlockedAnd8Acquire(CHAR volatile *Target, CHAR Value),
    InterlockedAnd8Release(CHAR volatile *Target, CHAR Value),
    InterlockedAnd8NoFence(CHAR volatile *Target, CHAR Value),
    InterlockedXor8Acquire(CHAR volatile *Target, CHAR Value),
    InterlockedXor8Release(CHAR volatile *Target, CHAR Value),
    InterlockedXor8NoFence(CHAR volatile *Target, CHAR Value),
    InterlockedCompareExchange8Acquire(CHAR volatile *Target, CHAR Exchange, CHAR Comparand),
    InterlockedCompareExchange8Release(CHAR volatile *Target, CHAR Exchange, CHAR Comparand),
    InterlockedCompareExchange8NoFence(CHAR volatile *Target, CHAR Exchange, CHAR Comparand);
PVOID InterlockedExchangePointerAcquire(PVOID volatile *Target, PVOID Value),
    InterlockedCompareExchangePointerAcquire(PVOID volatile *Target, PVOID Exchange, PVOID Comparand),
    InterlockedExchangePointerRelease(PVOID volatile *Target, PVOID Value),
    InterlockedCompareExchangePointerRelease(PVOID volatile *Target, PVOID Exchange, PVOID Comparand),
    InterlockedExchangePointerNoFence(PVOID volatile *Target, PVOID Value),
    InterlockedCompareExchangePointerNoFence(PVOID volatile *Target, PVOID Exchange, PVOID Comparand);
BOOLEAN InterlockedBitTestAndSetAcquire(LONG volatile *Base, LONG Bit),
    InterlockedBitTestAndSetRelease(LONG volatile *Base, LONG Bit),
    InterlockedBitTestAndResetAcquire(LONG volatile *Base, LONG Bit),
    InterlockedBitTestAndResetRelease(LONG volatile *Base, LONG Bit);
SIZE_T InterlockedIncrementSizeT(SIZE_T volatile *Target), InterlockedDecrementSizeT(SIZE_T volatile *Target),
    InterlockedAddSizeT(SIZE_T volatile *Target, SIZE_T Value), InterlockedExchangeAddSizeT(SIZE_T volatile *Target, SIZE_T Value);
LONG ReadRaw(LONG const volatile *Source);
LONG64 Read64Acquire(LONG64 const volatile *Source);
PVOID ReadPointerRaw(PVOID const volatile *Source);
UCHAR ReadUCharAcquire(UCHAR const volatile *Source), ReadUCharNoFence(UCHAR const volatile *Source);
ULONG64 ReadULong64Acquire(ULONG64 const volatile *Source), ReadULong64NoFence(ULONG64 const volatile *Source);
VOID WriteRaw(LONG volatile *Destination, LONG Value), WriteNoFence64(LONG64 volatile *Destination, LONG64 Value),
    WritePointerRaw(PVOID volatile *Destination, PVOID Value),
    WriteUCharRelease(UCHAR volatile *Destination, UCHAR Value),
    WriteUCharNoFence(UCHAR volatile *Destination, UCHAR Value),
    WriteULong64Release(ULONG64 volatile *Destination, ULONG64 Value),
    WriteULong64NoFence(ULONG64 volatile *Destination, ULONG64 Value);
PSLIST_ENTRY FirstEntrySList(const SLIST_HEADER *ListHead);

/* Processes, notifications, the rest. */
PEPROCESS IoGetRequestorProcess(PIRP Irp);
ULONG IoGetRequestorProcessId(PIRP Irp);
BOOLEAN IoIs32bitProcess(PIRP Irp), IoIsOperationSynchronous(PIRP Irp);
LONGLONG PsGetProcessCreateTimeQuadPart(PEPROCESS Process);
NTSTATUS PsSetCreateThreadNotifyRoutineEx(ULONG NotifyType, PVOID NotifyInformation),
    PsSetLoadImageNotifyRoutineEx(PVOID NotifyRoutine, ULONG_PTR Flags),
    PsCreateSystemThreadEx(PHANDLE ThreadHandle, ULONG DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, HANDLE ProcessHandle, PCLIENT_ID ClientId, PKSTART_ROUTINE StartRoutine, PVOID StartContext, ULONG Flags, PVOID Attributes),
    NtClose(HANDLE Handle), NtWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout);
typedef NTSTATUS EX_CALLBACK_FUNCTION(PVOID CallbackContext, PVOID Argument1, PVOID Argument2);
typedef EX_CALLBACK_FUNCTION *PEX_CALLBACK_FUNCTION;
NTSTATUS CmRegisterCallback(PEX_CALLBACK_FUNCTION Function, PVOID Context, PLARGE_INTEGER Cookie),
    CmRegisterCallbackEx(PEX_CALLBACK_FUNCTION Function, PCUNICODE_STRING Altitude, PVOID Driver, PVOID Context, PLARGE_INTEGER Cookie, PVOID Reserved),
    CmUnRegisterCallback(LARGE_INTEGER Cookie);
typedef ULONG OB_PREOP_CALLBACK_STATUS;
struct _OB_PRE_OPERATION_INFORMATION;
struct _OB_POST_OPERATION_INFORMATION;
typedef OB_PREOP_CALLBACK_STATUS OB_PRE_OPERATION_CALLBACK(PVOID RegistrationContext, struct _OB_PRE_OPERATION_INFORMATION *OperationInformation);
typedef VOID OB_POST_OPERATION_CALLBACK(PVOID RegistrationContext, struct _OB_POST_OPERATION_INFORMATION *OperationInformation);
typedef OB_PRE_OPERATION_CALLBACK *POB_PRE_OPERATION_CALLBACK;
typedef OB_POST_OPERATION_CALLBACK *POB_POST_OPERATION_CALLBACK;
typedef struct _OB_OPERATION_REGISTRATION { POBJECT_TYPE *ObjectType; ULONG Operations; POB_PRE_OPERATION_CALLBACK PreOperation; POB_POST_OPERATION_CALLBACK PostOperation; } OB_OPERATION_REGISTRATION, *POB_OPERATION_REGISTRATION;
typedef struct _OB_CALLBACK_REGISTRATION { USHORT Version, OperationRegistrationCount; UNICODE_STRING Altitude; PVOID RegistrationContext; OB_OPERATION_REGISTRATION *OperationRegistration; } OB_CALLBACK_REGISTRATION, *POB_CALLBACK_REGISTRATION;
NTSTATUS ObRegisterCallbacks(POB_CALLBACK_REGISTRATION CallbackRegistration, PVOID *RegistrationHandle);
VOID ObUnRegisterCallbacks(PVOID RegistrationHandle);
NTSTATUS PoRegisterPowerSettingCallback(PDEVICE_OBJECT DeviceObject, const GUID *SettingGuid, PVOID Callback, PVOID Context, PVOID *Handle),
    PoUnregisterPowerSettingCallback(PVOID Handle);
typedef union _RTL_RUN_ONCE { PVOID Ptr; } RTL_RUN_ONCE, *PRTL_RUN_ONCE;
typedef ULONG RTL_RUN_ONCE_INIT_FN(PRTL_RUN_ONCE RunOnce, PVOID Parameter, PVOID *Context);
NTSTATUS RtlRunOnceExecuteOnce(PRTL_RUN_ONCE RunOnce, RTL_RUN_ONCE_INIT_FN *InitFn, PVOID Parameter, PVOID *Context),
    RtlVerifyVersionInfo(PRTL_OSVERSIONINFOEXW VersionInfo, ULONG TypeMask, ULONGLONG ConditionMask),
    RtlInitStringEx(PSTRING DestinationString, PCSZ SourceString),
    RtlInitAnsiStringEx(PANSI_STRING DestinationString, PCSZ SourceString);
LONG RtlCompareUnicodeStrings(PCWCH String1, SIZE_T Length1, PCWCH String2, SIZE_T Length2, BOOLEAN CaseInSensitive);
BOOLEAN RtlEqualGuid(const GUID *Guid1, const GUID *Guid2);
PVOID RtlFindExportedRoutineByName(PVOID ImageBase, PCSTR RoutineName);
ULONG RtlUniform(PULONG Seed);
NTSTATUS WdmlibRtlInitUnicodeStringEx(PUNICODE_STRING DestinationString, PCWSTR SourceString);
VOID RtlFailFast(ULONG Code), RtlRaiseStatus(NTSTATUS Status), DbgBreakPointWithStatus(ULONG Status);
EXTERN_C_END
#endif
