// SPDX-License-Identifier: Apache-2.0
/** What Domain Sharing needs in each file of a conf/ folder, as changes of its text. */
@NullMarked
package io.domainsharing.commandline.conf;

import org.jspecify.annotations.NullMarked;
