// SPDX-License-Identifier: Apache-2.0
/** The queues of the mail for peers and gateways and of undetermined mail, on James's own queues, and what becomes of the mail in them. */
@NullMarked
package io.domainsharing.mailets.delivery;

import org.jspecify.annotations.NullMarked;
