// SPDX-License-Identifier: Apache-2.0
/** What is wrong with a server, and what to do about it: the same rules before James starts and while it runs. */
@NullMarked
package io.domainsharing.findings;

import org.jspecify.annotations.NullMarked;
