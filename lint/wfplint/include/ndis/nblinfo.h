#ifndef WFPLINT_NDIS_NBLINFO_H
#define WFPLINT_NDIS_NBLINFO_H
#include "nbl_model.h"
#endif
