/* KMDF. */
#ifndef WFPLINT_WDF_H
#define WFPLINT_WDF_H
#include "wdm.h"
EXTERN_C_START
#define WDFAPI
#define WDF_EXTERN_C_START EXTERN_C_START
#define WDF_EXTERN_C_END EXTERN_C_END
#define WDF_NO_HANDLE NULL
#define WDF_NO_OBJECT_ATTRIBUTES NULL
#define WDF_NO_EVENT_CALLBACK NULL
#define WDF_NO_CONTEXT NULL
#define WDF_NO_SEND_OPTIONS NULL
typedef HANDLE WDFOBJECT, *PWDFOBJECT;
#define WFPLINT_HANDLE(name) typedef struct name##__ *name
WFPLINT_HANDLE(WDFDRIVER);
WFPLINT_HANDLE(WDFDEVICE);
WFPLINT_HANDLE(WDFQUEUE);
WFPLINT_HANDLE(WDFREQUEST);
WFPLINT_HANDLE(WDFFILEOBJECT);
WFPLINT_HANDLE(WDFSPINLOCK);
WFPLINT_HANDLE(WDFWAITLOCK);
WFPLINT_HANDLE(WDFWORKITEM);
WFPLINT_HANDLE(WDFTIMER);
WFPLINT_HANDLE(WDFDPC);
WFPLINT_HANDLE(WDFMEMORY);
WFPLINT_HANDLE(WDFLOOKASIDE);
WFPLINT_HANDLE(WDFCOLLECTION);
WFPLINT_HANDLE(WDFKEY);
WFPLINT_HANDLE(WDFSTRING);
WFPLINT_HANDLE(WDFIOTARGET);
WFPLINT_HANDLE(WDFINTERRUPT);
WFPLINT_HANDLE(WDFCHILDLIST);
WFPLINT_HANDLE(WDFCMRESLIST);
typedef struct WDFDEVICE_INIT WDFDEVICE_INIT, *PWDFDEVICE_INIT;
typedef struct WDFCXDEVICE_INIT WDFCXDEVICE_INIT, *PWDFCXDEVICE_INIT;
typedef enum _WDF_TRI_STATE { WdfFalse, WdfTrue, WdfUseDefault } WDF_TRI_STATE, *PWDF_TRI_STATE;
typedef enum _WDF_EXECUTION_LEVEL { WdfExecutionLevelInvalid, WdfExecutionLevelInheritFromParent, WdfExecutionLevelPassive, WdfExecutionLevelDispatch } WDF_EXECUTION_LEVEL;
typedef enum _WDF_SYNCHRONIZATION_SCOPE { WdfSynchronizationScopeInvalid, WdfSynchronizationScopeInheritFromParent, WdfSynchronizationScopeDevice, WdfSynchronizationScopeQueue, WdfSynchronizationScopeNone } WDF_SYNCHRONIZATION_SCOPE;
typedef enum _WDF_IO_QUEUE_DISPATCH_TYPE { WdfIoQueueDispatchInvalid, WdfIoQueueDispatchSequential, WdfIoQueueDispatchParallel, WdfIoQueueDispatchManual, WdfIoQueueDispatchMax } WDF_IO_QUEUE_DISPATCH_TYPE;
typedef enum _WDF_DEVICE_IO_TYPE { WdfDeviceIoUndefined, WdfDeviceIoNeither, WdfDeviceIoBuffered, WdfDeviceIoDirect, WdfDeviceIoBufferedOrDirect, WdfDeviceIoMaximum } WDF_DEVICE_IO_TYPE;
typedef enum _WDF_FILEOBJECT_CLASS { WdfFileObjectInvalid, WdfFileObjectNotRequired, WdfFileObjectWdfCanUseFsContext, WdfFileObjectWdfCanUseFsContext2, WdfFileObjectWdfCannotUseFsContexts, WdfFileObjectCanBeOptional = 0x8000000 } WDF_FILEOBJECT_CLASS;
typedef enum _WDF_REQUEST_TYPE { WdfRequestTypeCreate = 0, WdfRequestTypeClose = 2, WdfRequestTypeRead = 3, WdfRequestTypeWrite = 4, WdfRequestTypeDeviceControl = 14, WdfRequestTypeDeviceControlInternal = 15 } WDF_REQUEST_TYPE;
typedef enum _WDF_DEVICE_SHUTDOWN_FLAGS { WdfDeviceShutdown = 1, WdfDeviceLastChanceShutdown } WDF_DEVICE_SHUTDOWN_FLAGS;
typedef enum _WDF_DRIVER_INIT_FLAGS { WdfDriverInitNonPnpDriver = 1, WdfDriverInitNoDispatchOverride = 2, WdfVerifyOn = 4 } WDF_DRIVER_INIT_FLAGS;
typedef enum _WDF_POWER_DEVICE_STATE { WdfPowerDeviceInvalid, WdfPowerDeviceD0, WdfPowerDeviceD1, WdfPowerDeviceD2, WdfPowerDeviceD3, WdfPowerDeviceD3Final } WDF_POWER_DEVICE_STATE;

struct _WDF_REQUEST_COMPLETION_PARAMS;
typedef VOID EVT_WDF_OBJECT_CONTEXT_CLEANUP(WDFOBJECT Object), EVT_WDF_OBJECT_CONTEXT_DESTROY(WDFOBJECT Object),
    EVT_WDF_DRIVER_UNLOAD(WDFDRIVER Driver), EVT_WDF_IO_QUEUE_IO_DEFAULT(WDFQUEUE Queue, WDFREQUEST Request),
    EVT_WDF_IO_QUEUE_IO_READ(WDFQUEUE Queue, WDFREQUEST Request, size_t Length),
    EVT_WDF_IO_QUEUE_IO_WRITE(WDFQUEUE Queue, WDFREQUEST Request, size_t Length),
    EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputBufferLength, size_t InputBufferLength, ULONG IoControlCode),
    EVT_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputBufferLength, size_t InputBufferLength, ULONG IoControlCode),
    EVT_WDF_IO_QUEUE_IO_STOP(WDFQUEUE Queue, WDFREQUEST Request, ULONG ActionFlags),
    EVT_WDF_IO_QUEUE_IO_RESUME(WDFQUEUE Queue, WDFREQUEST Request),
    EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE(WDFQUEUE Queue, WDFREQUEST Request),
    EVT_WDF_IO_QUEUE_STATE(WDFQUEUE Queue, PVOID Context), EVT_WDF_REQUEST_CANCEL(WDFREQUEST Request),
    EVT_WDF_WORKITEM(WDFWORKITEM WorkItem), EVT_WDF_TIMER(WDFTIMER Timer), EVT_WDF_DPC(WDFDPC Dpc),
    EVT_WDF_FILE_CLOSE(WDFFILEOBJECT FileObject), EVT_WDF_FILE_CLEANUP(WDFFILEOBJECT FileObject),
    EVT_WDF_DEVICE_FILE_CREATE(WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject),
    EVT_WDF_IO_IN_CALLER_CONTEXT(WDFDEVICE Device, WDFREQUEST Request),
    EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION(WDFDEVICE Device), EVT_WDF_DEVICE_SURPRISE_REMOVAL(WDFDEVICE Device),
    EVT_WDF_REQUEST_COMPLETION_ROUTINE(WDFREQUEST Request, WDFIOTARGET Target, struct _WDF_REQUEST_COMPLETION_PARAMS *Params, PVOID Context);
typedef NTSTATUS EVT_WDF_DRIVER_DEVICE_ADD(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit),
    EVT_WDF_DEVICE_PREPARE_HARDWARE(WDFDEVICE Device, WDFCMRESLIST ResourcesRaw, WDFCMRESLIST ResourcesTranslated),
    EVT_WDF_DEVICE_RELEASE_HARDWARE(WDFDEVICE Device, WDFCMRESLIST ResourcesTranslated),
    EVT_WDF_DEVICE_D0_ENTRY(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState),
    EVT_WDF_DEVICE_D0_EXIT(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState),
    EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT(WDFDEVICE Device);
typedef VOID EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP(WDFDEVICE Device);
typedef EVT_WDF_OBJECT_CONTEXT_CLEANUP *PFN_WDF_OBJECT_CONTEXT_CLEANUP;
typedef EVT_WDF_OBJECT_CONTEXT_DESTROY *PFN_WDF_OBJECT_CONTEXT_DESTROY;
typedef EVT_WDF_DRIVER_UNLOAD *PFN_WDF_DRIVER_UNLOAD;
typedef EVT_WDF_DRIVER_DEVICE_ADD *PFN_WDF_DRIVER_DEVICE_ADD;
typedef EVT_WDF_WORKITEM *PFN_WDF_WORKITEM;
typedef EVT_WDF_TIMER *PFN_WDF_TIMER;
typedef EVT_WDF_DPC *PFN_WDF_DPC;
typedef EVT_WDF_REQUEST_CANCEL *PFN_WDF_REQUEST_CANCEL;
typedef EVT_WDF_FILE_CLOSE *PFN_WDF_FILE_CLOSE;
typedef EVT_WDF_FILE_CLEANUP *PFN_WDF_FILE_CLEANUP;
typedef EVT_WDF_DEVICE_FILE_CREATE *PFN_WDF_DEVICE_FILE_CREATE;
typedef EVT_WDF_IO_IN_CALLER_CONTEXT *PFN_WDF_IO_IN_CALLER_CONTEXT;
typedef EVT_WDF_IO_QUEUE_IO_DEFAULT *PFN_WDF_IO_QUEUE_IO_DEFAULT;
typedef EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL *PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL;
typedef EVT_WDF_IO_QUEUE_STATE *PFN_WDF_IO_QUEUE_STATE;

typedef struct _WDF_OBJECT_CONTEXT_TYPE_INFO { ULONG Size; const CHAR *ContextName; SIZE_T ContextSize; const struct _WDF_OBJECT_CONTEXT_TYPE_INFO *UniqueType; PVOID EvtDriverGetUniqueContextType; } WDF_OBJECT_CONTEXT_TYPE_INFO, *PWDF_OBJECT_CONTEXT_TYPE_INFO;
typedef const WDF_OBJECT_CONTEXT_TYPE_INFO *PCWDF_OBJECT_CONTEXT_TYPE_INFO;
typedef struct _WDF_OBJECT_ATTRIBUTES { ULONG Size; PFN_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanupCallback; PFN_WDF_OBJECT_CONTEXT_DESTROY EvtDestroyCallback; WDF_EXECUTION_LEVEL ExecutionLevel; WDF_SYNCHRONIZATION_SCOPE SynchronizationScope; WDFOBJECT ParentObject; size_t ContextSizeOverride; PCWDF_OBJECT_CONTEXT_TYPE_INFO ContextTypeInfo; WFPLINT_MEMBERS(_WDF_OBJECT_ATTRIBUTES) } WDF_OBJECT_ATTRIBUTES, *PWDF_OBJECT_ATTRIBUTES;
VOID WDF_OBJECT_ATTRIBUTES_INIT(PWDF_OBJECT_ATTRIBUTES Attributes);
PVOID WdfObjectGetTypedContextWorker(WDFOBJECT Handle, PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo);
#define WDF_GET_CONTEXT_TYPE_INFO(type) (&WDF_##type##_TYPE_INFO)
#define WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(attributes, type) ((attributes)->ContextTypeInfo = &WDF_##type##_TYPE_INFO)
#define WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(attributes, type) \
  (WDF_OBJECT_ATTRIBUTES_INIT(attributes), WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(attributes, type))
#define WDF_DECLARE_TYPE_AND_GLOBALS(type) \
  static const WDF_OBJECT_CONTEXT_TYPE_INFO WDF_##type##_TYPE_INFO = {sizeof(WDF_OBJECT_CONTEXT_TYPE_INFO), #type, sizeof(type)}
#define WDF_DECLARE_CONTEXT_TYPE(type) WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(type, WdfObjectGet_##type)
#define WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(type, name) \
  WDF_DECLARE_TYPE_AND_GLOBALS(type); \
  static inline type *name(WDFOBJECT Handle) { return (type *)WdfObjectGetTypedContextWorker(Handle, &WDF_##type##_TYPE_INFO); } \
  typedef char WFPLINT_UNUSED[1];
#define WDF_DECLARE_CUSTOM_TYPE(type) typedef char WFPLINT_UNUSED[1];
#define WdfObjectGetTypedContext(handle, type) ((type *)WdfObjectGetTypedContextWorker((WDFOBJECT)(handle), &WDF_##type##_TYPE_INFO))
NTSTATUS WdfObjectAllocateContext(WDFOBJECT Handle, PWDF_OBJECT_ATTRIBUTES ContextAttributes, PVOID *Context),
    WdfObjectCreate(PWDF_OBJECT_ATTRIBUTES Attributes, WDFOBJECT *Object);
VOID WdfObjectDelete(WDFOBJECT Object), WdfObjectReference(WDFOBJECT Handle), WdfObjectDereference(WDFOBJECT Handle),
    WdfObjectReferenceWithTag(WDFOBJECT Handle, PVOID Tag), WdfObjectDereferenceWithTag(WDFOBJECT Handle, PVOID Tag),
    WdfObjectAcquireLock(WDFOBJECT Object), WdfObjectReleaseLock(WDFOBJECT Object);
WDFOBJECT WdfObjectContextGetObject(PVOID ContextPointer);

/* Drivers and devices. */
typedef struct _WDF_DRIVER_CONFIG { ULONG Size; PFN_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd; PFN_WDF_DRIVER_UNLOAD EvtDriverUnload; ULONG DriverInitFlags, DriverPoolTag; WFPLINT_MEMBERS(_WDF_DRIVER_CONFIG) } WDF_DRIVER_CONFIG, *PWDF_DRIVER_CONFIG;
VOID WDF_DRIVER_CONFIG_INIT(PWDF_DRIVER_CONFIG Config, PFN_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd);
NTSTATUS WdfDriverCreate(PDRIVER_OBJECT DriverObject, PCUNICODE_STRING RegistryPath, PWDF_OBJECT_ATTRIBUTES DriverAttributes, PWDF_DRIVER_CONFIG DriverConfig, WDFDRIVER *Driver),
    WdfDriverOpenParametersRegistryKey(WDFDRIVER Driver, ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
PDRIVER_OBJECT WdfDriverWdmGetDriverObject(WDFDRIVER Driver);
WDFDRIVER WdfGetDriver(VOID);
PWSTR WdfDriverGetRegistryPath(WDFDRIVER Driver);
typedef struct _WDF_FILEOBJECT_CONFIG { ULONG Size; PFN_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate; PFN_WDF_FILE_CLOSE EvtFileClose; PFN_WDF_FILE_CLEANUP EvtFileCleanup; WDF_TRI_STATE AutoForwardCleanupClose; WDF_FILEOBJECT_CLASS FileObjectClass; WFPLINT_MEMBERS(_WDF_FILEOBJECT_CONFIG) } WDF_FILEOBJECT_CONFIG, *PWDF_FILEOBJECT_CONFIG;
VOID WDF_FILEOBJECT_CONFIG_INIT(PWDF_FILEOBJECT_CONFIG FileEventCallbacks, PFN_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate, PFN_WDF_FILE_CLOSE EvtFileClose, PFN_WDF_FILE_CLEANUP EvtFileCleanup);
typedef struct _WDF_PNPPOWER_EVENT_CALLBACKS { ULONG Size; EVT_WDF_DEVICE_D0_ENTRY *EvtDeviceD0Entry; EVT_WDF_DEVICE_D0_EXIT *EvtDeviceD0Exit; EVT_WDF_DEVICE_PREPARE_HARDWARE *EvtDevicePrepareHardware; EVT_WDF_DEVICE_RELEASE_HARDWARE *EvtDeviceReleaseHardware; EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT *EvtDeviceSelfManagedIoInit; EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP *EvtDeviceSelfManagedIoCleanup; EVT_WDF_DEVICE_SURPRISE_REMOVAL *EvtDeviceSurpriseRemoval; WFPLINT_MEMBERS(_WDF_PNPPOWER_EVENT_CALLBACKS) } WDF_PNPPOWER_EVENT_CALLBACKS, *PWDF_PNPPOWER_EVENT_CALLBACKS;
VOID WDF_PNPPOWER_EVENT_CALLBACKS_INIT(PWDF_PNPPOWER_EVENT_CALLBACKS Callbacks);
PWDFDEVICE_INIT WdfControlDeviceInitAllocate(WDFDRIVER Driver, const UNICODE_STRING *SDDLString);
VOID WdfControlDeviceInitSetShutdownNotification(PWDFDEVICE_INIT DeviceInit, EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION *Notification, UCHAR Flags),
    WdfControlFinishInitializing(WDFDEVICE Device), WdfDeviceInitFree(PWDFDEVICE_INIT DeviceInit),
    WdfDeviceInitSetDeviceType(PWDFDEVICE_INIT DeviceInit, DEVICE_TYPE DeviceType),
    WdfDeviceInitSetCharacteristics(PWDFDEVICE_INIT DeviceInit, ULONG DeviceCharacteristics, BOOLEAN OrInValues),
    WdfDeviceInitSetExclusive(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive),
    WdfDeviceInitSetIoType(PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_IO_TYPE IoType),
    WdfDeviceInitSetFileObjectConfig(PWDFDEVICE_INIT DeviceInit, PWDF_FILEOBJECT_CONFIG FileObjectConfig, PWDF_OBJECT_ATTRIBUTES FileObjectAttributes),
    WdfDeviceInitSetIoInCallerContextCallback(PWDFDEVICE_INIT DeviceInit, PFN_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext),
    WdfDeviceInitSetDeviceClass(PWDFDEVICE_INIT DeviceInit, const GUID *DeviceClassGuid),
    WdfDeviceInitSetRequestAttributes(PWDFDEVICE_INIT DeviceInit, PWDF_OBJECT_ATTRIBUTES RequestAttributes),
    WdfDeviceInitSetPnpPowerEventCallbacks(PWDFDEVICE_INIT DeviceInit, PWDF_PNPPOWER_EVENT_CALLBACKS Callbacks),
    WdfFdoInitSetFilter(PWDFDEVICE_INIT DeviceInit);
NTSTATUS WdfDeviceInitAssignName(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceName),
    WdfDeviceInitAssignSDDLString(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING SDDLString),
    WdfDeviceInitAssignWdmIrpPreprocessCallback(PWDFDEVICE_INIT DeviceInit, PVOID Callback, UCHAR MajorFunction, PUCHAR MinorFunctions, ULONG NumMinorFunctions),
    WdfDeviceCreate(PWDFDEVICE_INIT *DeviceInit, PWDF_OBJECT_ATTRIBUTES DeviceAttributes, WDFDEVICE *Device),
    WdfDeviceCreateSymbolicLink(WDFDEVICE Device, PCUNICODE_STRING SymbolicLinkName),
    WdfDeviceCreateDeviceInterface(WDFDEVICE Device, const GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString),
    WdfDeviceWdmDispatchPreprocessedIrp(WDFDEVICE Device, PIRP Irp);
PDEVICE_OBJECT WdfDeviceWdmGetDeviceObject(WDFDEVICE Device), WdfDeviceWdmGetAttachedDevice(WDFDEVICE Device),
    WdfDeviceWdmGetPhysicalDevice(WDFDEVICE Device);
WDFDRIVER WdfDeviceGetDriver(WDFDEVICE Device);
WDFDEVICE WdfWdmDeviceGetWdfDeviceHandle(PDEVICE_OBJECT DeviceObject);
WDFQUEUE WdfDeviceGetDefaultQueue(WDFDEVICE Device);
WDFIOTARGET WdfDeviceGetIoTarget(WDFDEVICE Device);

VOID WdfInterruptAcquireLock(WDFINTERRUPT Interrupt), WdfInterruptReleaseLock(WDFINTERRUPT Interrupt);
typedef BOOLEAN EVT_WDF_INTERRUPT_SYNCHRONIZE(WDFINTERRUPT Interrupt, WDFOBJECT Context);
BOOLEAN WdfInterruptSynchronize(WDFINTERRUPT Interrupt, EVT_WDF_INTERRUPT_SYNCHRONIZE *Callback, WDFOBJECT Context);
VOID WdfObjectReferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCHAR File),
    WdfObjectDereferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCHAR File);

/* Queues and requests. */
typedef struct _WDF_IO_QUEUE_CONFIG {
  ULONG Size;
  WDF_IO_QUEUE_DISPATCH_TYPE DispatchType;
  WDF_TRI_STATE PowerManaged;
  BOOLEAN AllowZeroLengthRequests, DefaultQueue;
  EVT_WDF_IO_QUEUE_IO_DEFAULT *EvtIoDefault;
  EVT_WDF_IO_QUEUE_IO_READ *EvtIoRead;
  EVT_WDF_IO_QUEUE_IO_WRITE *EvtIoWrite;
  EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL *EvtIoDeviceControl;
  EVT_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL *EvtIoInternalDeviceControl;
  EVT_WDF_IO_QUEUE_IO_STOP *EvtIoStop;
  EVT_WDF_IO_QUEUE_IO_RESUME *EvtIoResume;
  EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE *EvtIoCanceledOnQueue;
  union { struct { ULONG NumberOfPresentedRequests; } Parallel; } Settings;
  WDFDRIVER Driver;
  WFPLINT_MEMBERS(_WDF_IO_QUEUE_CONFIG)
} WDF_IO_QUEUE_CONFIG, *PWDF_IO_QUEUE_CONFIG;
VOID WDF_IO_QUEUE_CONFIG_INIT(PWDF_IO_QUEUE_CONFIG Config, WDF_IO_QUEUE_DISPATCH_TYPE DispatchType),
    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(PWDF_IO_QUEUE_CONFIG Config, WDF_IO_QUEUE_DISPATCH_TYPE DispatchType);
NTSTATUS WdfIoQueueCreate(WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config, PWDF_OBJECT_ATTRIBUTES QueueAttributes, WDFQUEUE *Queue),
    WdfIoQueueRetrieveNextRequest(WDFQUEUE Queue, WDFREQUEST *OutRequest),
    WdfIoQueueRetrieveRequestByFileObject(WDFQUEUE Queue, WDFFILEOBJECT FileObject, WDFREQUEST *OutRequest),
    WdfIoQueueReadyNotify(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE QueueReady, PVOID Context),
    WdfDeviceConfigureRequestDispatching(WDFDEVICE Device, WDFQUEUE Queue, WDF_REQUEST_TYPE RequestType),
    WdfDeviceEnqueueRequest(WDFDEVICE Device, WDFREQUEST Request);
WDFDEVICE WdfIoQueueGetDevice(WDFQUEUE Queue);
ULONG WdfIoQueueGetState(WDFQUEUE Queue, PULONG QueueRequests, PULONG DriverRequests);
VOID WdfIoQueueStart(WDFQUEUE Queue),
    WdfIoQueueStop(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopComplete, PVOID Context),
    WdfIoQueueStopSynchronously(WDFQUEUE Queue),
    WdfIoQueuePurge(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE PurgeComplete, PVOID Context),
    WdfIoQueuePurgeSynchronously(WDFQUEUE Queue),
    WdfIoQueueDrain(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE DrainComplete, PVOID Context),
    WdfIoQueueDrainSynchronously(WDFQUEUE Queue);
typedef struct _WDF_REQUEST_PARAMETERS { USHORT Size; UCHAR MinorFunction; WDF_REQUEST_TYPE Type; union { struct { size_t Length; } Read, Write; struct { size_t OutputBufferLength, InputBufferLength; ULONG IoControlCode; PVOID Type3InputBuffer; } DeviceIoControl; } Parameters; WFPLINT_MEMBERS(_WDF_REQUEST_PARAMETERS) } WDF_REQUEST_PARAMETERS, *PWDF_REQUEST_PARAMETERS;
VOID WDF_REQUEST_PARAMETERS_INIT(PWDF_REQUEST_PARAMETERS Parameters);
VOID WdfRequestGetParameters(WDFREQUEST Request, PWDF_REQUEST_PARAMETERS Parameters),
    WdfRequestComplete(WDFREQUEST Request, NTSTATUS Status),
    WdfRequestCompleteWithInformation(WDFREQUEST Request, NTSTATUS Status, ULONG_PTR Information),
    WdfRequestSetInformation(WDFREQUEST Request, ULONG_PTR Information),
    WdfRequestMarkCancelable(WDFREQUEST Request, EVT_WDF_REQUEST_CANCEL *EvtRequestCancel),
    WdfRequestStopAcknowledge(WDFREQUEST Request, BOOLEAN Requeue),
    WdfRequestFormatRequestUsingCurrentType(WDFREQUEST Request);
NTSTATUS WdfRequestMarkCancelableEx(WDFREQUEST Request, EVT_WDF_REQUEST_CANCEL *EvtRequestCancel),
    WdfRequestUnmarkCancelable(WDFREQUEST Request),
    WdfRequestForwardToIoQueue(WDFREQUEST Request, WDFQUEUE DestinationQueue), WdfRequestRequeue(WDFREQUEST Request),
    WdfRequestRetrieveInputBuffer(WDFREQUEST Request, size_t MinimumRequiredLength, PVOID *Buffer, size_t *Length),
    WdfRequestRetrieveOutputBuffer(WDFREQUEST Request, size_t MinimumRequiredSize, PVOID *Buffer, size_t *Length),
    WdfRequestRetrieveInputMemory(WDFREQUEST Request, WDFMEMORY *Memory),
    WdfRequestRetrieveOutputMemory(WDFREQUEST Request, WDFMEMORY *Memory),
    WdfRequestRetrieveInputWdmMdl(WDFREQUEST Request, PMDL *Mdl),
    WdfRequestRetrieveOutputWdmMdl(WDFREQUEST Request, PMDL *Mdl),
    WdfRequestRetrieveUnsafeUserInputBuffer(WDFREQUEST Request, size_t MinimumRequiredLength, PVOID *InputBuffer, size_t *Length),
    WdfRequestGetStatus(WDFREQUEST Request);
ULONG_PTR WdfRequestGetInformation(WDFREQUEST Request);
VOID WdfRequestSetCompletionRoutine(WDFREQUEST Request, EVT_WDF_REQUEST_COMPLETION_ROUTINE *CompletionRoutine, PVOID CompletionContext);
PIRP WdfRequestWdmGetIrp(WDFREQUEST Request);
WDFFILEOBJECT WdfRequestGetFileObject(WDFREQUEST Request);
WDFQUEUE WdfRequestGetIoQueue(WDFREQUEST Request);
KPROCESSOR_MODE WdfRequestGetRequestorMode(WDFREQUEST Request);
BOOLEAN WdfRequestIsCanceled(WDFREQUEST Request),
    WdfRequestSend(WDFREQUEST Request, WDFIOTARGET Target, PVOID Options);
PFILE_OBJECT WdfFileObjectWdmGetFileObject(WDFFILEOBJECT FileObject);
WDFDEVICE WdfFileObjectGetDevice(WDFFILEOBJECT FileObject);
PUNICODE_STRING WdfFileObjectGetFileName(WDFFILEOBJECT FileObject);

/* Locks, deferred work, memory. */
NTSTATUS WdfSpinLockCreate(PWDF_OBJECT_ATTRIBUTES SpinLockAttributes, WDFSPINLOCK *SpinLock),
    WdfWaitLockCreate(PWDF_OBJECT_ATTRIBUTES LockAttributes, WDFWAITLOCK *Lock),
    WdfWaitLockAcquire(WDFWAITLOCK Lock, PLONGLONG Timeout);
VOID WdfSpinLockAcquire(WDFSPINLOCK SpinLock), WdfSpinLockRelease(WDFSPINLOCK SpinLock),
    WdfWaitLockRelease(WDFWAITLOCK Lock);
typedef struct _WDF_WORKITEM_CONFIG { ULONG Size; PFN_WDF_WORKITEM EvtWorkItemFunc; BOOLEAN AutomaticSerialization; WFPLINT_MEMBERS(_WDF_WORKITEM_CONFIG) } WDF_WORKITEM_CONFIG, *PWDF_WORKITEM_CONFIG;
typedef struct _WDF_TIMER_CONFIG { ULONG Size; PFN_WDF_TIMER EvtTimerFunc; ULONG Period; BOOLEAN AutomaticSerialization; ULONG TolerableDelay; WDF_TRI_STATE UseHighResolutionTimer; WFPLINT_MEMBERS(_WDF_TIMER_CONFIG) } WDF_TIMER_CONFIG, *PWDF_TIMER_CONFIG;
typedef struct _WDF_DPC_CONFIG { ULONG Size; PFN_WDF_DPC EvtDpcFunc; BOOLEAN AutomaticSerialization; WFPLINT_MEMBERS(_WDF_DPC_CONFIG) } WDF_DPC_CONFIG, *PWDF_DPC_CONFIG;
VOID WDF_WORKITEM_CONFIG_INIT(PWDF_WORKITEM_CONFIG Config, PFN_WDF_WORKITEM EvtWorkItemFunc),
    WDF_TIMER_CONFIG_INIT(PWDF_TIMER_CONFIG Config, PFN_WDF_TIMER EvtTimerFunc),
    WDF_TIMER_CONFIG_INIT_PERIODIC(PWDF_TIMER_CONFIG Config, PFN_WDF_TIMER EvtTimerFunc, LONG Period),
    WDF_DPC_CONFIG_INIT(PWDF_DPC_CONFIG Config, PFN_WDF_DPC EvtDpcFunc);
NTSTATUS WdfWorkItemCreate(PWDF_WORKITEM_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFWORKITEM *WorkItem),
    WdfTimerCreate(PWDF_TIMER_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFTIMER *Timer),
    WdfDpcCreate(PWDF_DPC_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFDPC *Dpc);
VOID WdfWorkItemEnqueue(WDFWORKITEM WorkItem), WdfWorkItemFlush(WDFWORKITEM WorkItem);
WDFOBJECT WdfWorkItemGetParentObject(WDFWORKITEM WorkItem), WdfTimerGetParentObject(WDFTIMER Timer),
    WdfDpcGetParentObject(WDFDPC Dpc);
BOOLEAN WdfTimerStart(WDFTIMER Timer, LONGLONG DueTime), WdfTimerStop(WDFTIMER Timer, BOOLEAN Wait),
    WdfDpcEnqueue(WDFDPC Dpc), WdfDpcCancel(WDFDPC Dpc, BOOLEAN Wait);
LONGLONG WDF_REL_TIMEOUT_IN_SEC(ULONGLONG Time), WDF_REL_TIMEOUT_IN_MS(ULONGLONG Time),
    WDF_REL_TIMEOUT_IN_US(ULONGLONG Time), WDF_ABS_TIMEOUT_IN_SEC(ULONGLONG Time),
    WDF_ABS_TIMEOUT_IN_MS(ULONGLONG Time);
NTSTATUS WdfMemoryCreate(PWDF_OBJECT_ATTRIBUTES Attributes, POOL_TYPE PoolType, ULONG PoolTag, size_t BufferSize, WDFMEMORY *Memory, PVOID *Buffer),
    WdfMemoryCreatePreallocated(PWDF_OBJECT_ATTRIBUTES Attributes, PVOID Buffer, size_t BufferSize, WDFMEMORY *Memory),
    WdfMemoryCopyFromBuffer(WDFMEMORY Destination, size_t Offset, PVOID Buffer, size_t Bytes),
    WdfMemoryCopyToBuffer(WDFMEMORY Source, size_t Offset, PVOID Buffer, size_t Bytes),
    WdfLookasideListCreate(PWDF_OBJECT_ATTRIBUTES LookasideAttributes, size_t BufferSize, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes, ULONG PoolTag, WDFLOOKASIDE *Lookaside),
    WdfMemoryCreateFromLookaside(WDFLOOKASIDE Lookaside, WDFMEMORY *Memory);
PVOID WdfMemoryGetBuffer(WDFMEMORY Memory, size_t *BufferSize);
NTSTATUS WdfCollectionCreate(PWDF_OBJECT_ATTRIBUTES CollectionAttributes, WDFCOLLECTION *Collection),
    WdfCollectionAdd(WDFCOLLECTION Collection, WDFOBJECT Object);
VOID WdfCollectionRemove(WDFCOLLECTION Collection, WDFOBJECT Item),
    WdfCollectionRemoveItem(WDFCOLLECTION Collection, ULONG Index);
WDFOBJECT WdfCollectionGetItem(WDFCOLLECTION Collection, ULONG Index),
    WdfCollectionGetFirstItem(WDFCOLLECTION Collection), WdfCollectionGetLastItem(WDFCOLLECTION Collection);
ULONG WdfCollectionGetCount(WDFCOLLECTION Collection);
NTSTATUS WdfStringCreate(PCUNICODE_STRING UnicodeString, PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String);
VOID WdfStringGetUnicodeString(WDFSTRING String, PUNICODE_STRING UnicodeString);
NTSTATUS WdfRegistryOpenKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName, ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key),
    WdfRegistryCreateKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName, ACCESS_MASK DesiredAccess, ULONG CreateOptions, PULONG CreateDisposition, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key),
    WdfRegistryQueryULong(WDFKEY Key, PCUNICODE_STRING ValueName, PULONG Value),
    WdfRegistryQueryUnicodeString(WDFKEY Key, PCUNICODE_STRING ValueName, PUSHORT ValueByteLength, PUNICODE_STRING Value),
    WdfRegistryQueryString(WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String),
    WdfRegistryQueryValue(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueLength, PVOID Value, PULONG ValueLengthQueried, PULONG ValueType),
    WdfRegistryQueryMemory(WDFKEY Key, PCUNICODE_STRING ValueName, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes, WDFMEMORY *Memory, PULONG ValueType),
    WdfRegistryAssignULong(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG Value),
    WdfRegistryAssignValue(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueType, ULONG ValueLength, PVOID Value);
VOID WdfRegistryClose(WDFKEY Key), WdfVerifierDbgBreakPoint(VOID),
    WdfVerifierKeBugCheck(ULONG Code, ULONG_PTR P1, ULONG_PTR P2, ULONG_PTR P3, ULONG_PTR P4);
EXTERN_C_END
#endif
