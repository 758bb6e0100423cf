// SPDX-License-Identifier: Apache-2.0
/** The peers and how they are asked: by Minger or SMTP, each behind a limit and a circuit breaker of its own. */
@NullMarked
package io.domainsharing.ownership.peer;

import org.jspecify.annotations.NullMarked;
