// SPDX-License-Identifier: Apache-2.0
/** Text of an operator's files, changed where a change is wanted and nowhere else. */
@NullMarked
package io.domainsharing.commandline.edit;

import org.jspecify.annotations.NullMarked;
