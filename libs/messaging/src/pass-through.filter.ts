import { Catch, type ExceptionFilter } from '@nestjs/common';
import { throwError } from 'rxjs';

/** Nest's default filter for messages replaces errors by "Internal server error": our transports must see the original. */
@Catch()
export class PassThroughFilter implements ExceptionFilter {
  catch(error: unknown) {
    return throwError(() => error);
  }
}
