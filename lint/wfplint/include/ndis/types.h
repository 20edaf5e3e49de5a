#ifndef WFPLINT_NDIS_TYPES_H
#define WFPLINT_NDIS_TYPES_H
#include "nbl_model.h"
#endif
