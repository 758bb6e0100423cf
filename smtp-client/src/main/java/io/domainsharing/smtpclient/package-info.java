// SPDX-License-Identifier: Apache-2.0
/** The SMTP wire: asks servers one thing at a time ({@code SmtpClient}), sends messages ({@code SmtpDelivery}). Knows nothing of James. */
@NullMarked
package io.domainsharing.smtpclient;

import org.jspecify.annotations.NullMarked;
