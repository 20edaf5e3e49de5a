#ifndef WFPLINT_NDIS_NBLAPI_H
#define WFPLINT_NDIS_NBLAPI_H
#include "nbl_model.h"
#endif
