// SPDX-License-Identifier: Apache-2.0
/** What shells complete and what the manual says, made of the command's own model. */
@NullMarked
package io.domainsharing.commandline.shell;

import org.jspecify.annotations.NullMarked;
