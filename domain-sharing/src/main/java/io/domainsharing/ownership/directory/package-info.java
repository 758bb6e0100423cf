// SPDX-License-Identifier: Apache-2.0
/** What this server knows of its own addresses, over James's repositories. */
@NullMarked
package io.domainsharing.ownership.directory;

import org.jspecify.annotations.NullMarked;
