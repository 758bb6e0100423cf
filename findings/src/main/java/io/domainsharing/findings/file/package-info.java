// SPDX-License-Identifier: Apache-2.0
/** Rules that read the files of a conf/ folder. */
@NullMarked
package io.domainsharing.findings.file;

import org.jspecify.annotations.NullMarked;
