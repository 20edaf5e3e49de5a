#ifndef WFPLINT_BCRYPT_H
#define WFPLINT_BCRYPT_H
#include "ntdef.h"
EXTERN_C_START
typedef PVOID BCRYPT_HANDLE, BCRYPT_ALG_HANDLE, BCRYPT_KEY_HANDLE, BCRYPT_HASH_HANDLE;
#define BCRYPT_SHA256_ALGORITHM L"SHA256"
#define BCRYPT_MD5_ALGORITHM L"MD5"
#define BCRYPT_RNG_ALGORITHM L"RNG"
#define BCRYPT_RSA_ALGORITHM L"RSA"
#define BCRYPT_RSAPUBLIC_BLOB L"RSAPUBLICBLOB"
#define BCRYPT_OBJECT_LENGTH L"ObjectLength"
#define BCRYPT_HASH_LENGTH L"HashDigestLength"
#define BCRYPT_USE_SYSTEM_PREFERRED_RNG 2
#define BCRYPT_PAD_PKCS1 2
typedef struct _BCRYPT_PKCS1_PADDING_INFO { LPCWSTR pszAlgId; } BCRYPT_PKCS1_PADDING_INFO;
NTSTATUS BCryptOpenAlgorithmProvider(BCRYPT_ALG_HANDLE *Algorithm, LPCWSTR AlgId, LPCWSTR Implementation, ULONG Flags),
    BCryptCloseAlgorithmProvider(BCRYPT_ALG_HANDLE Algorithm, ULONG Flags),
    BCryptGetProperty(BCRYPT_HANDLE Object, LPCWSTR Property, PUCHAR Output, ULONG OutputSize, ULONG *Result, ULONG Flags),
    BCryptCreateHash(BCRYPT_ALG_HANDLE Algorithm, BCRYPT_HASH_HANDLE *Hash, PUCHAR HashObject, ULONG HashObjectSize, PUCHAR Secret, ULONG SecretSize, ULONG Flags),
    BCryptHashData(BCRYPT_HASH_HANDLE Hash, PUCHAR Input, ULONG InputSize, ULONG Flags),
    BCryptFinishHash(BCRYPT_HASH_HANDLE Hash, PUCHAR Output, ULONG OutputSize, ULONG Flags),
    BCryptDestroyHash(BCRYPT_HASH_HANDLE Hash),
    BCryptGenRandom(BCRYPT_ALG_HANDLE Algorithm, PUCHAR Buffer, ULONG Size, ULONG Flags),
    BCryptImportKeyPair(BCRYPT_ALG_HANDLE Algorithm, BCRYPT_KEY_HANDLE ImportKey, LPCWSTR BlobType, BCRYPT_KEY_HANDLE *Key, PUCHAR Input, ULONG InputSize, ULONG Flags),
    BCryptVerifySignature(BCRYPT_KEY_HANDLE Key, VOID *PaddingInfo, PUCHAR Hash, ULONG HashSize, PUCHAR Signature, ULONG SignatureSize, ULONG Flags),
    BCryptDestroyKey(BCRYPT_KEY_HANDLE Key);
#define BCRYPT_SUCCESS(status) (((NTSTATUS)(status)) >= 0)
EXTERN_C_END
#endif
