// SPDX-License-Identifier: Apache-2.0
/** How a thread that may wait gets verdicts, and what a verdict is to the client at RCPT. */
@NullMarked
package io.domainsharing.ownership.verdict;

import org.jspecify.annotations.NullMarked;
