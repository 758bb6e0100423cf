// SPDX-License-Identifier: Apache-2.0
/** Whether the packaged JARs link to a James: what they refer to, read from their class files, and whether it is there. */
@NullMarked
package io.domainsharing.james.link;

import org.jspecify.annotations.NullMarked;
