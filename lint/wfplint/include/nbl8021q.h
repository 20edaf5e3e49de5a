#ifndef WFPLINT_NBL8021Q_H
#define WFPLINT_NBL8021Q_H
#include "nbl_model.h"
#endif
