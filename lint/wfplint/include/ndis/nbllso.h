#ifndef WFPLINT_NDIS_NBLLSO_H
#define WFPLINT_NDIS_NBLLSO_H
#include "nbl_model.h"
#endif
