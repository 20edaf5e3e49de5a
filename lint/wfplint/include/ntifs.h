/* What file system drivers get beyond ntddk.h: security, processes, objects. */
#ifndef WFPLINT_NTIFS_H
#define WFPLINT_NTIFS_H
#include "ntddk.h"
#include "fwptypes.h"
EXTERN_C_START
typedef enum _TOKEN_INFORMATION_CLASS {
  TokenUser = 1, TokenGroups, TokenPrivileges, TokenOwner, TokenPrimaryGroup, TokenDefaultDacl, TokenSource, TokenType, TokenImpersonationLevel, TokenStatistics,
  TokenRestrictedSids, TokenSessionId, TokenElevation = 20, TokenAccessInformation = 22, TokenIntegrityLevel = 25, TokenIsAppContainer = 29, TokenAppContainerSid = 31
} TOKEN_INFORMATION_CLASS, *PTOKEN_INFORMATION_CLASS;
typedef enum _SID_NAME_USE { SidTypeUser = 1, SidTypeGroup, SidTypeDomain, SidTypeAlias, SidTypeWellKnownGroup, SidTypeDeletedAccount, SidTypeInvalid, SidTypeUnknown, SidTypeComputer, SidTypeLabel } SID_NAME_USE, *PSID_NAME_USE;
typedef enum _SECURITY_IMPERSONATION_LEVEL { SecurityAnonymous, SecurityIdentification, SecurityImpersonation, SecurityDelegation } SECURITY_IMPERSONATION_LEVEL;
typedef struct _TOKEN_USER { SID_AND_ATTRIBUTES User; } TOKEN_USER, *PTOKEN_USER;
typedef struct _TOKEN_GROUPS { ULONG GroupCount; SID_AND_ATTRIBUTES Groups[1]; } TOKEN_GROUPS, *PTOKEN_GROUPS;
typedef struct _SID_AND_ATTRIBUTES_HASH { ULONG SidCount; PSID_AND_ATTRIBUTES SidAttr; ULONG_PTR Hash[32]; } SID_AND_ATTRIBUTES_HASH, *PSID_AND_ATTRIBUTES_HASH;
typedef struct _TOKEN_ACCESS_INFORMATION { PSID_AND_ATTRIBUTES_HASH SidHash, RestrictedSidHash; PVOID Privileges; LUID AuthenticationId; ULONG TokenType, ImpersonationLevel, MandatoryPolicy, Flags, AppContainerNumber; PSID PackageSid; PSID_AND_ATTRIBUTES_HASH CapabilitiesHash; PSID TrustLevelSid; PVOID SecurityAttributes; WFPLINT_MEMBERS(_TOKEN_ACCESS_INFORMATION) } TOKEN_ACCESS_INFORMATION, *PTOKEN_ACCESS_INFORMATION;
typedef struct _SECURITY_SUBJECT_CONTEXT { PACCESS_TOKEN ClientToken; SECURITY_IMPERSONATION_LEVEL ImpersonationLevel; PACCESS_TOKEN PrimaryToken; PVOID ProcessAuditId; } SECURITY_SUBJECT_CONTEXT, *PSECURITY_SUBJECT_CONTEXT;
typedef struct _GENERIC_MAPPING { ACCESS_MASK GenericRead, GenericWrite, GenericExecute, GenericAll; } GENERIC_MAPPING, *PGENERIC_MAPPING;
#define TOKEN_QUERY 8
#define SECURITY_DESCRIPTOR_REVISION 1
#define ACL_REVISION 2
#define OWNER_SECURITY_INFORMATION 1
#define GROUP_SECURITY_INFORMATION 2
#define DACL_SECURITY_INFORMATION 4
BOOLEAN RtlValidSid(PSID Sid), RtlEqualSid(PSID Sid1, PSID Sid2),
    RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor),
    SeAccessCheck(PSECURITY_DESCRIPTOR SecurityDescriptor, PSECURITY_SUBJECT_CONTEXT SubjectSecurityContext, BOOLEAN SubjectContextLocked, ACCESS_MASK DesiredAccess, ACCESS_MASK PreviouslyGrantedAccess, PVOID *Privileges, PGENERIC_MAPPING GenericMapping, KPROCESSOR_MODE AccessMode, ACCESS_MASK *GrantedAccess, PNTSTATUS AccessStatus),
    SeTokenIsAdmin(PACCESS_TOKEN Token), SeSinglePrivilegeCheck(LUID PrivilegeValue, KPROCESSOR_MODE PreviousMode);
ULONG RtlLengthSid(PSID Sid), RtlLengthRequiredSid(ULONG SubAuthorityCount),
    RtlLengthSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor);
PULONG RtlSubAuthoritySid(PSID Sid, ULONG SubAuthority);
NTSTATUS RtlCopySid(ULONG DestinationSidLength, PSID DestinationSid, PSID SourceSid),
    RtlInitializeSid(PSID Sid, PSID_IDENTIFIER_AUTHORITY IdentifierAuthority, UCHAR SubAuthorityCount),
    RtlConvertSidToUnicodeString(PUNICODE_STRING UnicodeString, PSID Sid, BOOLEAN AllocateDestinationString),
    RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, ULONG Revision),
    RtlSetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN DaclPresent, PACL Dacl, BOOLEAN DaclDefaulted),
    RtlSetOwnerSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, PSID Owner, BOOLEAN OwnerDefaulted),
    RtlCreateAcl(PACL Acl, ULONG AclLength, ULONG AclRevision),
    RtlAddAccessAllowedAce(PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask, PSID Sid),
    RtlAbsoluteToSelfRelativeSD(PSECURITY_DESCRIPTOR Absolute, PSECURITY_DESCRIPTOR SelfRelative, PULONG BufferLength);
NTSTATUS SecLookupAccountSid(PSID Sid, PULONG NameSize, PUNICODE_STRING NameBuffer, PULONG DomainSize, PUNICODE_STRING DomainBuffer, PSID_NAME_USE NameUse),
    SecLookupAccountName(PUNICODE_STRING Name, PULONG SidSize, PSID Sid, PSID_NAME_USE NameUse, PULONG DomainSize, PUNICODE_STRING ReferencedDomain);
NTSTATUS SeQueryInformationToken(PACCESS_TOKEN Token, TOKEN_INFORMATION_CLASS TokenInformationClass, PVOID *TokenInformation),
    SeLocateProcessImageName(PEPROCESS Process, PUNICODE_STRING *ImageFileName),
    SeQuerySessionIdToken(PACCESS_TOKEN Token, PULONG SessionId),
    ZwQueryInformationToken(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass, PVOID TokenInformation, ULONG Length, PULONG ResultLength),
    ZwOpenProcessTokenEx(HANDLE ProcessHandle, ACCESS_MASK DesiredAccess, ULONG HandleAttributes, PHANDLE TokenHandle),
    ZwOpenThreadTokenEx(HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf, ULONG HandleAttributes, PHANDLE TokenHandle),
    ZwSetSecurityObject(HANDLE Handle, SECURITY_INFORMATION SecurityInformation, PSECURITY_DESCRIPTOR SecurityDescriptor),
    ObGetObjectSecurity(PVOID Object, PSECURITY_DESCRIPTOR *SecurityDescriptor, PBOOLEAN MemoryAllocated);
VOID SeCaptureSubjectContext(PSECURITY_SUBJECT_CONTEXT SubjectContext),
    SeReleaseSubjectContext(PSECURITY_SUBJECT_CONTEXT SubjectContext),
    SeLockSubjectContext(PSECURITY_SUBJECT_CONTEXT SubjectContext),
    SeUnlockSubjectContext(PSECURITY_SUBJECT_CONTEXT SubjectContext);
PACCESS_TOKEN PsReferencePrimaryToken(PEPROCESS Process),
    PsReferenceImpersonationToken(PETHREAD Thread, PBOOLEAN CopyOnOpen, PBOOLEAN EffectiveOnly, ULONG *ImpersonationLevel);
VOID PsDereferencePrimaryToken(PACCESS_TOKEN PrimaryToken);
VOID KeStackAttachProcess(PRKPROCESS Process, PRKAPC_STATE ApcState), KeUnstackDetachProcess(PRKAPC_STATE ApcState),
    KeAttachProcess(PRKPROCESS Process), KeDetachProcess(VOID);
NTSTATUS ZwAllocateVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress, ULONG_PTR ZeroBits, PSIZE_T RegionSize, ULONG AllocationType, ULONG Protect),
    ZwFreeVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress, PSIZE_T RegionSize, ULONG FreeType),
    ZwQueryObject(HANDLE Handle, ULONG ObjectInformationClass, PVOID ObjectInformation, ULONG Length, PULONG ReturnLength),
    ZwDuplicateObject(HANDLE SourceProcess, HANDLE SourceHandle, HANDLE TargetProcess, PHANDLE TargetHandle, ACCESS_MASK DesiredAccess, ULONG HandleAttributes, ULONG Options),
    ZwQueryDirectoryFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS FileInformationClass, BOOLEAN ReturnSingleEntry, PUNICODE_STRING FileName, BOOLEAN RestartScan),
    ZwCreateDirectoryObject(PHANDLE DirectoryHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes),
    PsGetProcessExitStatus(PEPROCESS Process);
HANDLE PsGetProcessInheritedFromUniqueProcessId(PEPROCESS Process);
VOID FsRtlEnterFileSystem(VOID), FsRtlExitFileSystem(VOID);
BOOLEAN FsRtlIsNameInExpression(PUNICODE_STRING Expression, PUNICODE_STRING Name, BOOLEAN IgnoreCase, PWCH UpcaseTable);
EXTERN_C_END
#endif
