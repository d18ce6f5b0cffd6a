/** How the API reads query parameters: records with Bean Validation, unknown parameters refused, problem details. */
@NullMarked
package io.tocsin.web;

import org.jspecify.annotations.NullMarked;
