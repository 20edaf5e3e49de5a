/* What classifyFn answers with. */
#include <ntddk.h>
#include <fwpsk.h>

void HoldClassify(FWPS_CLASSIFY_OUT0 *classifyOut);

void HoldClassify(FWPS_CLASSIFY_OUT0 *classifyOut)
{
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    classifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
}
