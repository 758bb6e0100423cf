// SPDX-License-Identifier: Apache-2.0
/** Servers that misbehave, for those who write a client, and questions that are hard to answer, for those who write a server. */
@NullMarked
package io.domainsharing.minger.torture;

import org.jspecify.annotations.NullMarked;
