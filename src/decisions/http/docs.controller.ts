import { createReadStream, type ReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { Public } from '#strata/platform/http';
import { jsonSchemas } from '#strata/rulebook/schemas';
import { nearestName, StrataError } from '#sdk';

/** The pages come from the package; nothing is fetched from elsewhere. */
const ASSETS = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist'));
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Strata API</title>
    <link rel="icon" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="page"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', validatorUrl: null });\n`;

/** Only what this server itself serves may run or load; Swagger UI needs inline styles and images. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** The API's description for people, of the OpenAPI document at `/openapi.json`. */
@Controller()
@Public()
export class DocsController {
  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  page(): string {
    return PAGE;
  }

  @Get('docs/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  start(): string {
    return START;
  }

  /** The JSON Schemas of the documents, where `$schema` of a document finds them beside the server's address. */
  @Get('docs/schemas/:file')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  schema(@Param('file') file: string): string {
    const schemas = (this.#schemas ??= jsonSchemas());
    const schema = Object.hasOwn(schemas, file) ? schemas[file] : undefined;
    if (schema !== undefined) return JSON.stringify(schema);
    const nearest = nearestName(file, Object.keys(schemas));
    const problem = { message: `"${file.slice(0, 100)}" is unknown`, expected: Object.keys(schemas).join(', ') };
    throw new StrataError('NOT_FOUND', 'There is no such schema.', {
      problems: [{ ...problem, ...(nearest === undefined ? {} : { nearest }) }],
    });
  }

  #schemas: ReturnType<typeof jsonSchemas> | undefined;

  @Get('docs/:asset')
  asset(@Param('asset') asset: string): StreamableFile {
    const type = Object.hasOwn(MEDIA_TYPES, asset) ? MEDIA_TYPES[asset] : undefined;
    if (type === undefined) throw new StrataError('NOT_FOUND', 'There is no such page.');
    const file: ReadStream = createReadStream(join(ASSETS, asset));
    return new StreamableFile(file, { type });
  }
}
