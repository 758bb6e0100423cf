// SPDX-License-Identifier: Apache-2.0
/** The commands that install Domain Sharing in a conf/ folder, join it to another office, and take it out again. */
@NullMarked
package io.domainsharing.commandline.install;

import org.jspecify.annotations.NullMarked;
