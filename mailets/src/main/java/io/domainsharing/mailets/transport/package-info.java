// SPDX-License-Identifier: Apache-2.0
/** One try to hand a mail over: to which hosts, what it looks like there, what their replies mean, and when the next one is due. */
@NullMarked
package io.domainsharing.mailets.transport;

import org.jspecify.annotations.NullMarked;
