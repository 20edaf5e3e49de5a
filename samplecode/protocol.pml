/*
 * The protocol of the mitigation as a Spin model: one endpoint, one operation. Written from the description of the
 * protocol, by hand and without a line of the simulator, so that an error in either shows as a disagreement.
 *
 *     spin -DC=1 -DH=1 ... -a protocol.pml && gcc -o pan pan.c && ./pan
 *
 * What a lock protects is one atomic step here. A violated assertion is a completion on a freed endpoint (I1) or a
 * second completion (I2); an invalid end state is somebody who waits for ever (I8).
 */
#ifndef GUARD
#define GUARD 1 /* 0: the driver with the defect */
#endif
#ifndef A
#define A 0 /* the context keeps the endpoint */
#endif
#ifndef C
#define C 1 /* a closure is indicated for a pended operation */
#endif
#ifndef E
#define E 1 /* 2: the system waits for the context before it frees the endpoint */
#endif
#ifndef G
#define G 1 /* reauthorization: 0 none, 1 inside the completion, 2 later */
#endif
#ifndef H
#define H 1 /* closure during the initial classify: 0 never, 1 after a pend, 2 any time */
#endif
#ifndef N
#define N 0 /* pending the closure can fail */
#endif
#ifndef P
#define P 0 /* the pend fails on a closing endpoint */
#endif
#ifndef U
#define U 1 /* unload */
#endif
#ifndef V
#define V 1 /* the service may go away without an answer */
#endif

mtype = { none, reserved, waiting, taken, completing, answered, gone };

/* The system. */
bool closing, freed, shut, classifying, ever_pended, open_context, completed, closure_pended, late_due;

/* The driver. */
mtype state = none;
bool marked, consumed, stopping, rundown, closure_listed, answer_queued, taken_queued;
byte references, waits;

/* The service. */
bool asked, service_gone;

#define claimable (state == waiting || (GUARD && state == taken))
#define in_flight (state == reserved || state == waiting || state == taken || state == completing)
#define must_go (consumed || stopping || (GUARD && marked))

inline touch() { assert(!freed) }

inline take() { state = taken; taken_queued = true; references++ }

inline count_down() {
	if
	:: closure_listed ->
		waits--;
		if
		:: waits == 0 -> closure_listed = false; closure_pended = false
		:: else
		fi
	:: else
	fi
}

inline drop_list() { state = gone; references-- }

inline settle() {
	atomic {
		if
		:: must_go -> drop_list()
		:: else -> state = answered
		fi;
		count_down()
	}
}

inline reauthorize() {
	atomic {
		if
		:: (state == completing || state == answered) && !consumed ->
			consumed = true;
			if
			:: state == answered -> drop_list()
			:: else
			fi
		:: else
		fi
	}
}

inline queue_answer() {
	if
	:: state == waiting && !answer_queued -> answer_queued = true; references++
	:: else
	fi
}

inline complete() {
	atomic {
		touch();
		assert(open_context && !completed);
		completed = true
	}
	if
	:: G == 1 -> reauthorize()
	:: else
	fi;
	touch();
	atomic {
		touch();
		open_context = false;
		late_due = (G == 2);
		if
		:: A && shut -> freed = true
		:: else
		fi
	}
}

inline run_worker() {
	bool mine = false;
	atomic {
		if
		:: claimable -> state = completing; mine = true
		:: else
		fi
	}
	if
	:: mine -> complete(); settle()
	:: else
	fi;
	references--
}

active proctype application() {
	bool pended = false;

	atomic {
		if
		:: closing -> goto over
		:: else -> classifying = true
		fi
	}
	/* Reserve: the rundown reference first, then the list. */
	atomic {
		if
		:: rundown -> goto return_now
		:: else -> references = 2
		fi
	}
	atomic {
		if
		:: stopping || closure_listed -> references = 0; goto return_now
		:: GUARD && !stopping && !closure_listed -> state = reserved
		:: !GUARD && !stopping
		fi
	}
	atomic {
		if
		:: P && closing
		:: !(P && closing) -> pended = true; ever_pended = true; open_context = true
		fi
	}
	if
	:: !pended ->
		atomic {
			if
			:: GUARD -> drop_list(); count_down(); references--
			:: else -> references = 0
			fi
		}
	:: pended ->
		atomic {
			state = waiting;
			if
			:: stopping || (GUARD && marked) -> take()
			:: else -> asked = true
			fi
		}
		atomic {
			if
			:: asked && service_gone -> queue_answer()
			:: else
			fi
		}
		references--
	fi;
return_now:
	classifying = false;
over:
	skip
}

active proctype service() {
end:
	atomic { asked && !service_gone };
	atomic { queue_answer() }
}

/* V=0: it goes when nobody needs it any more. */
active proctype service_exit() {
	if
	:: U || V ->
		atomic {
			V || (!classifying && (state != waiting || answer_queued));
			service_gone = true
		}
	:: else
	fi
}

active proctype answer_worker() {
end:
	answer_queued;
	run_worker()
}

active proctype taken_worker() {
end:
	taken_queued;
	if
	:: GUARD -> run_worker()
	:: !GUARD ->
		complete();
		settle();
		references--
	fi
}

active proctype late_reauthorization() {
end:
	atomic { late_due && !shut; late_due = false };
	reauthorize()
}

active proctype teardown() {
	bool listed = false;

end:
	atomic {
		H == 2 || !classifying || (H == 1 && ever_pended);
		closing = true
	}
	if
	:: (C || !open_context) && GUARD ->
		atomic {
			if
			:: in_flight ->
				marked = true;
				closure_listed = true;
				waits = 2;
				listed = true;
				if
				:: state == waiting -> take()
				:: else
				fi
			:: state == answered -> drop_list()
			:: else
			fi
		}
		if
		:: listed ->
			atomic {
				if
				:: closure_pended = true
				:: N -> closure_listed = false; listed = false
				fi
			}
			atomic {
				if
				:: listed -> count_down()
				:: else
				fi
			}
		:: else
		fi
	:: else
	fi;
	atomic {
		!closure_pended && !classifying && !(E == 2 && open_context);
		shut = true;
		if
		:: A && open_context
		:: else -> freed = true
		fi
	}
}

active proctype unload() {
	if
	:: U ->
		service_gone;
		atomic {
			stopping = true;
			if
			:: state == waiting -> take()
			:: state == answered -> drop_list()
			:: else
			fi
		}
		rundown = true;
		references == 0
	:: else
	fi
}
