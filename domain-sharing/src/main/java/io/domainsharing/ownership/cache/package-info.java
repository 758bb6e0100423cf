// SPDX-License-Identifier: Apache-2.0
/** The remembered owners: in memory for the RCPT path, in an embedded store for the next start. */
@NullMarked
package io.domainsharing.ownership.cache;

import org.jspecify.annotations.NullMarked;
