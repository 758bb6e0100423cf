// SPDX-License-Identifier: Apache-2.0
/** What would be different if a peer that is observed shared. */
@NullMarked
package io.domainsharing.ownership.rehearsal;

import org.jspecify.annotations.NullMarked;
