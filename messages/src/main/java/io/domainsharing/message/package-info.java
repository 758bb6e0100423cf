// SPDX-License-Identifier: Apache-2.0
/** A message as the octets that came: its header fields are read leniently and bounded, and only lines in front are added. */
@NullMarked
package io.domainsharing.message;

import org.jspecify.annotations.NullMarked;
