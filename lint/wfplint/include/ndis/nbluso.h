#ifndef WFPLINT_NDIS_NBLUSO_H
#define WFPLINT_NDIS_NBLUSO_H
#include "nbl_model.h"
#endif
