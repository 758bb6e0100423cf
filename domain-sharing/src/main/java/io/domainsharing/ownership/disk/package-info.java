// SPDX-License-Identifier: Apache-2.0
/** Files of this server's own account. */
@NullMarked
package io.domainsharing.ownership.disk;

import org.jspecify.annotations.NullMarked;
